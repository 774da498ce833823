namespace CaseLedger.Imports;

/// <summary>Files that hold what has no room in memory, for as long as it is needed.</summary>
internal static class ScratchFile
{
    /// <summary>Makes one, empty, that nobody else on the machine can read. It is gone when it is closed, on Unix even if the process is killed.</summary>
    /// <param name="directory">Where; null: the system's own place for such files.</param>
    /// <exception cref="IOException">It cannot be made there.</exception>
    public static FileStream Create(string? directory)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var path = Path.Combine(directory ?? Path.GetTempPath(), $"caseledger-{Guid.NewGuid():N}.scratch");
        var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
        {
            // An open file needs no name; without one it cannot outlive the process.
            File.Delete(path);
        }

        return file;
    }
}
