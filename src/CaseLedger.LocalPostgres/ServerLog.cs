namespace CaseLedger.LocalPostgres;

/// <summary>PostgreSQL's own log of a private cluster.</summary>
internal sealed class ServerLog(string path)
{
    private const long RotatedAt = 10 * 1024 * 1024;
    private const int TailLines = 20;

    private long _startedAt;

    public string FilePath => path;

    /// <summary>Makes the file ready for a start; what is there is kept, and set aside once when it has grown large.</summary>
    public async Task Prepare(ServerAccount account, CancellationToken ct)
    {
        if (File.Exists(path) && new FileInfo(path).Length > RotatedAt)
            File.Move(path, path + ".1", overwrite: true);
        if (!File.Exists(path))
            await PrivateFile.Write(path, "", ct);
        await account.Give(path, ct);
        _startedAt = new FileInfo(path).Length;
    }

    /// <summary>The last lines written since <see cref="Prepare"/>.</summary>
    public string Tail()
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(_startedAt, SeekOrigin.Begin);
        using var reader = new StreamReader(file);
        return string.Join('\n', reader.ReadToEnd().TrimEnd().Split('\n').TakeLast(TailLines));
    }
}
