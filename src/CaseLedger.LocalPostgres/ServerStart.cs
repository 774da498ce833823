using System.Diagnostics;
using Npgsql;

namespace CaseLedger.LocalPostgres;

/// <summary>Starts the server on a cluster and waits until it answers.</summary>
internal static class ServerStart
{
    /// <summary>How long the processes of a server that was killed may take to notice.</summary>
    private static readonly TimeSpan LeftoversTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);
    private const int PortAttempts = 3;
    private const int ConnectSeconds = 10;

    public static async Task<(IServer Server, Endpoint Endpoint)> Run(
        DataLayout layout, PostgresBinaries binaries, ServerAccount account, string password, LocalClusterOptions options, CancellationToken ct)
    {
        var log = new ServerLog(layout.Log);
        var since = Stopwatch.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            var endpoint = Endpoint.Choose(layout.Socket, options.Listen, options.LoopbackPort);
            await MakeSocketDirectory(layout.Socket, account, ct);
            await ClusterSettings.Write(layout.Cluster, endpoint, options.Settings, account, ct);
            await log.Prepare(account, ct);

            IServer server = OperatingSystem.IsWindows()
                ? await PgCtl.Start(binaries.PgCtl, layout.Cluster, log.FilePath, options.StartTimeout, ct)
                : Watchdog.Start(account, binaries.Postgres, layout.Cluster, log.FilePath);
            if (await Answers(server, endpoint, password, options, log, ct))
                return (server, endpoint);

            var complaint = await server.Ended;
            var tail = log.Tail();
            var waitsForLeftovers = tail.Contains($" {PostgresErrorCodes.LockFileExists} ", StringComparison.Ordinal) && Stopwatch.GetElapsedTime(since) < LeftoversTimeout;
            var portWasTaken = !endpoint.IsSocket && options.LoopbackPort is null && attempt < PortAttempts && endpoint.IsTaken();
            if (!waitsForLeftovers && !portWasTaken)
                throw new LocalPostgresException($"PostgreSQL {binaries.MajorVersion} did not start in {layout.Root}. Its log, {log.FilePath}, ends with:\n{tail}\n{complaint}".TrimEnd());
            await Task.Delay(Pause, ct);
        }
    }

    /// <summary>Waits until the server answers a query: true; or has ended: false.</summary>
    private static async Task<bool> Answers(IServer server, Endpoint endpoint, string password, LocalClusterOptions options, ServerLog log, CancellationToken ct)
    {
        var login = endpoint.Login(password, Endpoint.MaintenanceDatabase);
        login.Pooling = false;
        login.Timeout = ConnectSeconds;
        var since = Stopwatch.GetTimestamp();
        try
        {
            while (!server.Ended.IsCompleted)
            {
                try
                {
                    await using var connection = new NpgsqlConnection(login.ConnectionString);
                    await connection.OpenAsync(ct);
                    return true;
                }
                catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidPassword)
                {
                    throw new LocalPostgresException("PostgreSQL has started, but refuses the password in the data directory: that file is not this cluster's.", e);
                }
                catch (NpgsqlException e) when (Stopwatch.GetElapsedTime(since) > options.StartTimeout)
                {
                    throw new LocalPostgresException($"PostgreSQL did not answer within {options.StartTimeout.TotalSeconds:0} s: {e.Message} Its log, {log.FilePath}, ends with:\n{log.Tail()}", e);
                }
                catch (NpgsqlException)
                {
                    // Not listening yet, or still recovering.
                }

                await Task.WhenAny(server.Ended, Task.Delay(Pause, ct));
                ct.ThrowIfCancellationRequested();
            }

            return false;
        }
        catch
        {
            await server.Stop(options.StopTimeout);
            throw;
        }
    }

    // Made anew, since PostgreSQL refuses to start over the socket's lock file of a crash if its process id is in use again.
    private static async Task MakeSocketDirectory(string path, ServerAccount account, CancellationToken ct)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        PrivateFile.MakeDirectory(path);
        await account.Give(path, ct);
    }
}
