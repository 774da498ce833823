using System.Security.Cryptography;

namespace CaseLedger.Cli.Importing;

/// <summary>A folder into which pipelines drop files, and where the files go from there.</summary>
/// <remarks>All that it knows is in the folder: whatever ends the program, the next one goes on with what lies there.</remarks>
internal sealed class DropFolder : IDisposable
{
    private const string LockName = ".caseledger-watch.lock";
    private const int MostSameNames = 100_000;

    private static readonly string[] Unfinished = [".part", ".tmp"];

    private readonly string _path;
    private readonly TimeSpan _settle;
    private readonly TimeProvider _clock;
    private readonly FileStream _lock;
    private readonly Dictionary<string, Sight> _seen = [];
    private readonly Dictionary<string, (long NotBefore, int Failures)> _postponed = [];

    private DropFolder(string path, TimeSpan settle, TimeProvider clock, FileStream held) =>
        (_path, _settle, _clock, _lock) = (path, settle, clock, held);

    /// <summary>Where files go whose rows are in the ledger.</summary>
    public string Done => Path.Combine(_path, "done");

    /// <summary>Where files go that were refused whole.</summary>
    public string Failed => Path.Combine(_path, "failed");

    /// <summary>Where the lists of refused rows go.</summary>
    public string Refused => Path.Combine(_path, "refused");

    /// <summary>Takes the folder over.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="settle">How long a file has to stay as it is before it counts as whole.</param>
    /// <param name="clock">Tells how long that was.</param>
    /// <returns>Null where another program watches it.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written to.</exception>
    public static DropFolder? Take(string path, TimeSpan settle, TimeProvider clock)
    {
        if (!Directory.Exists(path))
        {
            throw new DirectoryNotFoundException($"{path} is no folder that exists.");
        }

        try
        {
            // Held open, not left lying: the system lets go of it when the process ends, however it ends.
            var held = new FileStream(Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new(path, settle, clock, held);
        }
        catch (IOException fault) when (fault is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    /// <summary>The oldest file that is whole; null where there is none now.</summary>
    /// <exception cref="IOException">The folder cannot be read now.</exception>
    public FileInfo? Next()
    {
        var now = _clock.GetTimestamp();
        var files = new DirectoryInfo(_path).EnumerateFiles().Where(file => IsTaken(file.Name)).ToList();
        foreach (var gone in _seen.Keys.Except(files.Select(file => file.Name)).ToList())
        {
            _seen.Remove(gone);
            _postponed.Remove(gone);
        }

        foreach (var file in files)
        {
            if (!_seen.TryGetValue(file.Name, out var sight) || sight.Length != file.Length || sight.Written != file.LastWriteTimeUtc)
            {
                _seen[file.Name] = new(file.Length, file.LastWriteTimeUtc, now);
            }
        }

        return files
            .Where(file => _clock.GetElapsedTime(_seen[file.Name].Since, now) >= _settle)
            .Where(file => !_postponed.TryGetValue(file.Name, out var later) || later.NotBefore <= now)
            .OrderBy(file => file.LastWriteTimeUtc)
            .ThenBy(file => file.Name, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    /// <summary>Leaves a file for later, while others have their turn.</summary>
    public void Postpone(FileInfo file)
    {
        var failures = _postponed.GetValueOrDefault(file.Name).Failures + 1;
        _postponed[file.Name] = (_clock.GetTimestamp() + (long)(Backoff.After(failures).TotalSeconds * _clock.TimestampFrequency), failures);
    }

    /// <summary>Begins the list of a file's refused rows.</summary>
    public RefusedList BeginRefused(FileInfo file)
    {
        Directory.CreateDirectory(Refused);
        return new(Temporary(Refused, file.Name));
    }

    /// <summary>Puts a file away whose rows are in the ledger.</summary>
    /// <param name="file">The file.</param>
    /// <param name="refusedRows">The list of those that are not; null where there are none.</param>
    /// <returns>Where it lies now.</returns>
    public string PutDone(FileInfo file, RefusedList? refusedRows)
    {
        refusedRows?.File.Dispose();
        var name = FreeName(file.Name, name => !Exists(Done, name) && (refusedRows is null ? !Exists(Refused, Csv(name)) : MayHold(Refused, Csv(name), refusedRows.Path)));
        if (refusedRows is not null)
        {
            // Before the file: after a crash in between, the file is found and its list written once more.
            File.Move(refusedRows.Path, Path.Combine(Refused, Csv(name)), overwrite: true);
        }

        return Move(file, Done, name);
    }

    /// <summary>Puts a file away that was refused whole.</summary>
    /// <param name="file">The file.</param>
    /// <param name="reason">Why, and what to do.</param>
    /// <returns>Where it lies now.</returns>
    public string PutFailed(FileInfo file, string reason)
    {
        Directory.CreateDirectory(Failed);
        var temporary = Temporary(Failed, file.Name);
        File.WriteAllText(temporary, reason.ReplaceLineEndings() + Environment.NewLine);
        var name = FreeName(file.Name, name => !Exists(Failed, name) && MayHold(Failed, Reason(name), temporary));
        File.Move(temporary, Path.Combine(Failed, Reason(name)), overwrite: true);
        return Move(file, Failed, name);
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static string Csv(string name) => $"{name}.csv";

    private static string Reason(string name) => $"{name}.reason.txt";

    private static bool IsTaken(string name) =>
        !name.StartsWith('.') && !Unfinished.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    private static bool Exists(string folder, string name) => Path.Exists(Path.Combine(folder, name));

    private static string Temporary(string folder, string name) => Path.Combine(folder, $".{name}.tmp");

    // Free, or left there by this very file before the program was ended.
    private static bool MayHold(string folder, string name, string content)
    {
        var path = Path.Combine(folder, name);
        return !Path.Exists(path) || (File.Exists(path) && new FileInfo(path).Length == new FileInfo(content).Length && Digest(path).SequenceEqual(Digest(content)));
    }

    private static byte[] Digest(string path)
    {
        using var file = File.OpenRead(path);
        return SHA256.HashData(file);
    }

    // The number stands before the endings, all of them: trends-2.ndjson.gz is still recognised by whoever opens it.
    private static string FreeName(string name, Predicate<string> isFree)
    {
        var end = name.IndexOf('.', 1) is > 0 and var dot ? dot : name.Length;
        for (var number = 1; number < MostSameNames; number++)
        {
            var candidate = number == 1 ? name : $"{name[..end]}-{number}{name[end..]}";
            if (isFree(candidate))
            {
                return candidate;
            }
        }

        throw new IOException($"There are {MostSameNames} files of the name {name} already. Clear them away.");
    }

    private string Move(FileInfo file, string folder, string name)
    {
        Directory.CreateDirectory(folder);
        var target = Path.Combine(folder, name);
        File.Move(file.FullName, target);
        _seen.Remove(file.Name);
        _postponed.Remove(file.Name);
        return target;
    }

    private readonly record struct Sight(long Length, DateTime Written, long Since);
}

/// <summary>A list of refused rows that is being fetched.</summary>
/// <param name="path">Where it lies until it is whole.</param>
internal sealed class RefusedList(string path) : IDisposable
{
    /// <summary>Where it lies until it is whole.</summary>
    public string Path => path;

    /// <summary>Takes it.</summary>
    public FileStream File { get; } = new(path, FileMode.Create, FileAccess.ReadWrite);

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Dispose();
        System.IO.File.Delete(path);
    }
}
