using System.Diagnostics;
using System.Globalization;

namespace CaseLedger.LocalPostgres;

/// <summary>
/// The account that runs the server: this process's own, or another when this process is root, whom PostgreSQL refuses.
/// </summary>
internal sealed class ServerAccount
{
    private const string Root = "0";

    // In the order of preference: the account of the system's package, macOS's name for it, and the one that owns nothing.
    private static readonly string[] Preferred = ["postgres", "_postgres", "nobody"];

    private static readonly TimeSpan ShortTimeout = TimeSpan.FromSeconds(30);

    private readonly Entry? _other;
    private readonly Func<Entry, string, string[]>? _switch;

    private ServerAccount(Entry? other, Func<Entry, string, string[]>? @switch) => (_other, _switch) = (other, @switch);

    /// <summary>Whether the server runs under another account than this process.</summary>
    public bool IsOther => _other is not null;

    public string Name => _other?.Name ?? Environment.UserName;

    /// <summary>Chooses the account for a cluster directory, which need not exist; where it does, its owner.</summary>
    public static async Task<ServerAccount> Choose(string cluster, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return new(null, null);

        var known = Known();
        var owner = Directory.Exists(cluster) ? await OwnerOf(cluster, ct) : Root;
        var candidates = owner == Root
            ? Preferred.SelectMany(name => known.Where(entry => entry.Name == name && entry.Uid != Root)).ToList()
            : known.Where(entry => entry.Uid == owner).Take(1).ToList();
        if (candidates.Count == 0)
        {
            throw new LocalPostgresException(owner == Root
                ? "PostgreSQL refuses to run as root, and this machine has no account postgres or nobody to run it. Make one (useradd --system postgres), or start CaseLedger as an ordinary user."
                : $"{cluster} belongs to the user id {owner}, which has no account here. Give it to one (chown -R postgres {cluster}), or choose another data directory.");
        }

        foreach (var candidate in candidates)
        {
            foreach (var way in Ways)
            {
                var account = new ServerAccount(candidate, way);
                if (await account.TrySh("id -u", "/", ct) is { Succeeded: true } answer && answer.Output.Trim() == candidate.Uid)
                    return account;
            }
        }

        throw new LocalPostgresException(
            $"PostgreSQL refuses to run as root, and none of setpriv, runuser, su and sudo can switch to the account {string.Join(" or ", candidates.Select(c => c.Name))}. " +
            "Start CaseLedger as an ordinary user, or let it switch accounts (a container needs the capabilities SETUID and SETGID).");
    }

    /// <summary>A shell command under this account, with nothing of the caller's PostgreSQL settings.</summary>
    public ProcessStartInfo Shell(string script, string workingDirectory, bool ownSession = false)
    {
        string[] line = _other is { } other ? _switch!(other, script) : ["/bin/sh", "-c", script];
        // A session of its own keeps Ctrl-C at the terminal from the server, which shall outlive the last writes.
        if (ownSession && SearchPath.Find("setsid") is { } setsid)
            line = [setsid, .. line];
        var info = Command.Info(line[0], line[1..]).WithoutCallersPostgres();
        info.WorkingDirectory = workingDirectory;
        return info;
    }

    /// <summary>Runs a shell command under this account to its end.</summary>
    public async Task<CommandResult> Sh(string script, string workingDirectory, TimeSpan timeout, CancellationToken ct) =>
        await Command.Run(Shell(script, workingDirectory), timeout, ct)
        ?? throw new LocalPostgresException($"No shell can be started as {Name}.");

    /// <summary>Gives a file or directory of ours to this account.</summary>
    public async Task Give(string path, CancellationToken ct)
    {
        if (_other is null)
            return;
        var result = await Command.Run(Command.Info("chown", "-R", $"{_other.Uid}:{_other.Gid}", path), ShortTimeout, ct);
        if (result is not { Succeeded: true })
            throw new LocalPostgresException($"{path} cannot be given to the account {Name}, which runs the server: {result?.Complaint ?? "there is no chown"}.");
    }

    /// <summary>Quotes a word for the shell.</summary>
    public static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private async Task<CommandResult?> TrySh(string script, string workingDirectory, CancellationToken ct)
    {
        try
        {
            return await Command.Run(Shell(script, workingDirectory), ShortTimeout, ct);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    // Every one has been seen missing somewhere: setpriv in small images (or BusyBox's, which cannot switch), runuser
    // on macOS, sudo in containers.
    private static IEnumerable<Func<Entry, string, string[]>> Ways =>
    [
        (to, script) => ["setpriv", $"--reuid={to.Uid}", $"--regid={to.Gid}", "--init-groups", "/bin/sh", "-c", script],
        (to, script) => ["runuser", "-u", to.Name, "--", "/bin/sh", "-c", script],
        (to, script) => ["su", "-s", "/bin/sh", to.Name, "-c", script],
        (to, script) => ["sudo", "-n", "-u", to.Name, "--", "/bin/sh", "-c", script],
    ];

    private static List<Entry> Known() =>
    [
        .. File.ReadLines("/etc/passwd")
            .Select(line => line.Split(':'))
            .Where(fields => fields.Length >= 4)
            .Select(fields => new Entry(fields[0], UserId(fields[2]), UserId(fields[3]))),
    ];

    // macOS lists nobody as -2; everything else there speaks of the same number unsigned.
    private static string UserId(string text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var id) && id < 0 ? unchecked((uint)id).ToString(CultureInfo.InvariantCulture) : text;

    private static async Task<string> OwnerOf(string directory, CancellationToken ct)
    {
        // POSIX fixes the columns of ls -n; stat's options differ from system to system.
        var listing = await Command.Run(Command.Info("ls", "-ldn", directory), ShortTimeout, ct);
        return listing is { Succeeded: true } && listing.Output.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 3 } columns
            ? UserId(columns[2])
            : throw new LocalPostgresException($"The owner of {directory} cannot be told: {listing?.Complaint ?? "there is no ls"}.");
    }

    private sealed record Entry(string Name, string Uid, string Gid);
}
