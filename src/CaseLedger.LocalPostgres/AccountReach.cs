namespace CaseLedger.LocalPostgres;

/// <summary>Whether the account that runs the server can get to what it needs: found out before, since the server's own complaint is obscure.</summary>
internal static class AccountReach
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <exception cref="LocalPostgresException">It cannot; the message names the directory that is closed.</exception>
    public static async Task Check(ServerAccount account, PostgresBinaries binaries, DataLayout layout, CancellationToken ct)
    {
        if (!account.IsOther)
            return;
        if (!await Can($"{ServerAccount.Quote(binaries.Postgres)} --version && test -x {ServerAccount.Quote(binaries.InitDb)}"))
        {
            throw new LocalPostgresException(
                $"The account {account.Name}, which runs the server because this process is root, cannot run {binaries.Postgres} ({binaries.Origin}){ClosedAt(binaries.BinDirectory)}. " +
                "Open the way to it (chmod o+x), name other binaries, or start CaseLedger as an ordinary user.");
        }

        if (!await Can($"cd {ServerAccount.Quote(layout.Root)}"))
        {
            throw new LocalPostgresException(
                $"The account {account.Name}, which runs the server because this process is root, cannot get into the data directory {layout.Root}{ClosedAt(layout.Root)}. " +
                "Open the way to it (chmod o+x), choose another data directory, or start CaseLedger as an ordinary user.");
        }

        async Task<bool> Can(string script) => (await account.Sh(script, "/", Timeout, ct)).Succeeded;
    }

    private static string ClosedAt(string directory)
    {
        for (var at = new DirectoryInfo(directory); at is not null; at = at.Parent)
        {
            if (!at.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
                return $": {at.FullName} is closed to it";
        }

        return "";
    }
}
