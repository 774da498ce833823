using System.Globalization;

namespace CaseLedger.LocalPostgres;

/// <summary>A lock between processes: a file held open, let go by the operating system when its holder dies.</summary>
internal sealed class FileLock : IDisposable
{
    // What the two families of systems answer when another holder is there: EWOULDBLOCK of Linux and of macOS as a
    // bare number, and Windows' sharing and lock violations.
    private static readonly int[] HeldByAnother = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    private readonly FileStream _file;
    private readonly string _holderFile;

    private FileLock(FileStream file, string holderFile) => (_file, _holderFile) = (file, holderFile);

    /// <summary>Takes the lock, or returns null when somebody holds it.</summary>
    /// <exception cref="IOException">The file cannot be opened for another reason.</exception>
    /// <exception cref="UnauthorizedAccessException">This account may not write the file.</exception>
    public static FileLock? TryTake(string path)
    {
        FileStream file;
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            // Whoever may open the file may hold it.
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            file = new FileStream(path, options);
        }
        catch (IOException e) when (HeldByAnother.Contains(e.HResult))
        {
            return null;
        }

        // Beside it, for a file so held can be read by nobody else.
        try
        {
            File.WriteAllText(HolderFile(path), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
        catch
        {
            file.Dispose();
            throw;
        }

        return new(file, HolderFile(path));
    }

    /// <summary>Waits until the lock can be taken.</summary>
    public static async Task<FileLock> Take(string path, Action whenWaiting, CancellationToken ct)
    {
        for (var told = false; ; told = true)
        {
            if (TryTake(path) is { } taken)
                return taken;
            if (!told)
                whenWaiting();
            await Task.Delay(TimeSpan.FromMilliseconds(200), ct);
        }
    }

    /// <summary>The process that holds the lock, or null in the moments when that is not written.</summary>
    public static string? Holder(string path)
    {
        try
        {
            return File.ReadAllText(HolderFile(path)) is { Length: > 0 } holder ? holder : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    // The file itself stays: were it deleted, a third process could lock a new one while a second still waits for the old.
    public void Dispose()
    {
        File.Delete(_holderFile);
        _file.Dispose();
    }

    private static string HolderFile(string path) => path + ".holder";
}
