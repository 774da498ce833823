namespace CaseLedger.LocalPostgres;

/// <summary>A lock between processes: a file held open, let go by the operating system when its holder dies.</summary>
internal sealed class FileLock : IDisposable
{
    // What the two families of systems answer when another holder is there: EWOULDBLOCK of Linux and of macOS as a
    // bare number, and Windows' sharing and lock violations.
    private static readonly int[] HeldByAnother = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, or returns null when somebody holds it.</summary>
    /// <exception cref="IOException">The file cannot be opened for another reason.</exception>
    /// <exception cref="UnauthorizedAccessException">This account may not write the file.</exception>
    public static FileLock? TryTake(string path)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (HeldByAnother.Contains(e.HResult))
        {
            return null;
        }

        file.SetLength(0);
        using (var writer = new StreamWriter(file, leaveOpen: true))
            writer.Write(Environment.ProcessId);
        return new(file);
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

    /// <summary>The process that holds the lock, as far as it can be told: Windows lets nobody read a file so held.</summary>
    public static string? Holder(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd().Trim() is { Length: > 0 } holder ? holder : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // The file stays: were it deleted, a third process could lock a new file while a second still waits for the old one.
    public void Dispose() => _file.Dispose();
}
