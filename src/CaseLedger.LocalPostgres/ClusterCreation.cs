using System.Security.Cryptography;

namespace CaseLedger.LocalPostgres;

/// <summary>Makes a cluster in a data directory.</summary>
internal static class ClusterCreation
{
    private const int PasswordDigits = 64;

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    public static async Task Create(DataLayout layout, PostgresBinaries binaries, ServerAccount account, bool unsynced, CancellationToken ct)
    {
        // A start that was cut short may have got this far; its password is as good as another.
        if (!File.Exists(layout.Password))
            await PrivateFile.Write(layout.Password, RandomNumberGenerator.GetHexString(PasswordDigits, lowercase: true), ct);
        await account.Give(layout.Password, ct);

        await Discard(layout.UnfinishedCluster, ct);
        PrivateFile.MakeDirectory(layout.UnfinishedCluster);
        await account.Give(layout.UnfinishedCluster, ct);

        await RunInitDb(layout, binaries, account, unsynced, ct);
        await File.AppendAllTextAsync(
            Path.Combine(layout.UnfinishedCluster, "postgresql.conf"), $"\ninclude '{ClusterSettings.FileName}'\n", ct);
        Directory.Move(layout.UnfinishedCluster, layout.Cluster);
    }

    // The initdb of a start that was killed may live on for a moment, and writes there meanwhile.
    private static async Task Discard(string directory, CancellationToken ct)
    {
        const int Attempts = 50;

        for (var attempt = 1; Directory.Exists(directory); attempt++)
        {
            try
            {
                Directory.Delete(directory, recursive: true);
            }
            catch (IOException) when (attempt < Attempts)
            {
                await Task.Delay(100, ct);
            }
        }
    }

    private static async Task RunInitDb(DataLayout layout, PostgresBinaries binaries, ServerAccount account, bool unsynced, CancellationToken ct)
    {
        // The C locale orders text by its bytes: the same on every machine, and no index depends on a library's version.
        string[] arguments =
        [
            "-D", layout.UnfinishedCluster, "--username", LocalCluster.Superuser, "--pwfile", layout.Password, "--auth", "scram-sha-256",
            "--encoding", "UTF8", "--locale", "C", "--data-checksums", "--no-instructions", .. unsynced ? new[] { "--no-sync" } : [],
        ];
        var info = OperatingSystem.IsWindows()
            ? Command.Info(binaries.InitDb, arguments).WithoutCallersPostgres()
            : account.Shell($"exec {string.Join(' ', arguments.Prepend(binaries.InitDb).Select(ServerAccount.Quote))}", layout.Root);
        var result = await Command.Run(info, Timeout, ct);
        if (result is not { Succeeded: true })
            throw new LocalPostgresException($"No PostgreSQL cluster could be made in {layout.Root}: {result?.Complaint ?? $"{binaries.InitDb} cannot be run"}");
    }
}
