namespace CaseLedger.LocalPostgres;

/// <summary>Where CaseLedger keeps what is its own on this machine, by the customs of the operating system.</summary>
public static class UserDirectories
{
    /// <summary>
    /// Data: <c>$XDG_DATA_HOME/caseledger</c> or <c>~/.local/share/caseledger</c>;
    /// <c>~/Library/Application Support/CaseLedger</c> on macOS; <c>%LOCALAPPDATA%\CaseLedger</c> on Windows;
    /// <c>/var/lib/caseledger</c> for root, whose home is closed to the account that runs the server.
    /// </summary>
    public static string Data => Choose(
        root: "/var/lib/caseledger",
        windows: ["CaseLedger"],
        macOs: ["Library", "Application Support", "CaseLedger"],
        xdgVariable: "XDG_DATA_HOME",
        xdgDefault: [".local", "share"]);

    /// <summary>
    /// What can be fetched again: <c>$XDG_CACHE_HOME/caseledger</c> or <c>~/.cache/caseledger</c>;
    /// <c>~/Library/Caches/CaseLedger</c> on macOS; <c>%LOCALAPPDATA%\CaseLedger\Cache</c> on Windows;
    /// <c>/var/cache/caseledger</c> for root.
    /// </summary>
    public static string Cache => Choose(
        root: "/var/cache/caseledger",
        windows: ["CaseLedger", "Cache"],
        macOs: ["Library", "Caches", "CaseLedger"],
        xdgVariable: "XDG_CACHE_HOME",
        xdgDefault: [".cache"]);

    private static string Choose(string root, string[] windows, string[] macOs, string xdgVariable, string[] xdgDefault)
    {
        if (OperatingSystem.IsWindows())
            return Path.Combine([Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), .. windows]);
        if (Environment.IsPrivilegedProcess)
            return root;

        // Unverified: by default a home that does not exist comes back as the empty string, which would make a relative path.
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        if (OperatingSystem.IsMacOS())
            return Path.Combine([home, .. macOs]);

        // The XDG base directory specification: a relative path is invalid and ignored.
        return Environment.GetEnvironmentVariable(xdgVariable) is { } xdg && Path.IsPathRooted(xdg)
            ? Path.Combine(xdg, "caseledger")
            : Path.Combine([home, .. xdgDefault, "caseledger"]);
    }
}
