namespace CaseLedger.LocalPostgres;

/// <summary>Files and directories that only their owner may read.</summary>
internal static class PrivateFile
{
    /// <summary>Writes a file that was never readable by others, and that is whole or absent after a crash.</summary>
    public static async Task Write(string path, string text, CancellationToken ct)
    {
        // CreateNew, so that a link which somebody puts in its place is not followed: the directory may belong to the
        // server's account, and this program may be root.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var unfinished = path + ".new";
        File.Delete(unfinished);
        await using (var file = new FileStream(unfinished, options))
        {
            await using var writer = new StreamWriter(file, leaveOpen: true);
            await writer.WriteAsync(text.AsMemory(), ct);
            await writer.FlushAsync(ct);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Makes a directory closed to others, or only passable where another account must get to what is in it.</summary>
    public static void MakeDirectory(string path, bool passable = false)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else if (!Directory.Exists(path))
        {
            var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            if (passable)
                mode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
            Directory.CreateDirectory(path, mode);
            // Once more, because the umask may have taken away what passing needs.
            File.SetUnixFileMode(path, mode);
        }
    }
}
