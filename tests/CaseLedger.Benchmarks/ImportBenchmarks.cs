using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using CaseLedger.LocalPostgres;
using CaseLedger.Web.Verbs;
using Npgsql;

namespace CaseLedger.Benchmarks;

/// <summary>
/// A day of a large catalogue's Trends, sent to the server as the pipeline sends it, while somebody else appends: how long
/// until the last event is committed, how much memory the server takes, how long the others wait.
/// </summary>
/// <remarks>
/// The server is the program itself in a process of its own. The raw work beside it loads the very rows that the import
/// made, as PostgreSQL's own binary dump of them, into a table with the same indexes: nothing is read, sorted or hashed.
/// </remarks>
/// <param name="cluster">Where the databases are.</param>
/// <param name="records">How many recordings at a store the file has.</param>
internal sealed class ImportBenchmarks(ThrowawayCluster cluster, int records)
{
    private const int Days = 7;
    private const int WarmUpRecords = 100_000;
    private const double LeastRatio = 0.5;
    private const double MostMegabytes = 600;
    private const double MostTail = 250;

    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>Sends the file and loads its events raw.</summary>
    internal async IAsyncEnumerable<Measurement> Run()
    {
        var directory = Directory.CreateTempSubdirectory("caseledger-imports-");
        try
        {
            var connectionString = await cluster.CreateDatabase();
            await using var database = NpgsqlDataSource.Create(connectionString);
            await using var server = await ServerProcess.Start(connectionString, Path.Combine(directory.FullName, "files"));
            using var pipeline = await server.SignIn(connectionString, "import:trends");
            using var other = await server.SignIn(connectionString, "import:others");

            // The first seconds are the compiler's.
            await Import(pipeline, Write(directory, WarmUpRecords, "2024-04-08T05:00:00Z"));
            await Appends(other, Task.Delay(TimeSpan.FromSeconds(2)));
            await CatchUp(database);

            var file = Write(directory, records, "2024-04-08T06:00:00Z");
            var from = await Size(database);
            var busyBefore = server.BusySeconds;
            var clock = Stopwatch.StartNew();
            var import = Import(pipeline, file);
            var appends = Appends(other, import);
            var uploaded = await import;
            var taken = clock.Elapsed;
            var busy = server.BusySeconds - busyBefore;
            var latencies = await appends;
            var megabytes = server.PeakMegabytes;
            await CatchUp(database);
            var caughtUp = clock.Elapsed;

            var raw = await Raw(database, from, Path.Combine(directory.FullName, "rows"));
            yield return new(
                $"import of a snapshot of {records:N0} records, {(long)records * Days:N0} rows",
                "events/s",
                records / taken.TotalSeconds,
                raw,
                LeastRatio,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"from the first byte sent to the last event: {taken.TotalSeconds:F1} s for {new FileInfo(file).Length >> 20} MB, of which upload {uploaded.TotalSeconds:F1} s, and {busy:F1} s of one processor in the server; views after {caughtUp.TotalSeconds:F0} s; raw: COPY of the same rows from PostgreSQL's binary dump"));
            yield return new("the server's memory meanwhile, at most", "MB", megabytes, null, MostMegabytes) { Failed = megabytes >= MostMegabytes };
            var tail = latencies[(int)Math.Ceiling(latencies.Length * 0.99) - 1];
            yield return new(
                "single appends of others meanwhile, 99th percentile",
                "ms",
                tail,
                null,
                MostTail,
                string.Create(CultureInfo.InvariantCulture, $"{latencies.Length} appends, one each {Every.TotalMilliseconds:F0} ms; median {latencies[latencies.Length / 2]:F1} ms, longest {latencies[^1]:F0} ms"))
            {
                Failed = tail >= MostTail,
            };
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>Sends a file and waits until all of it is recorded.</summary>
    /// <returns>How long the upload took.</returns>
    private static async Task<TimeSpan> Import(HttpClient client, string path)
    {
        await using var file = new UploadStream(path);
        using var content = new StreamContent(file, 1 << 16);
        content.Headers.ContentType = new("text/csv");
        using var response = await client.PostAsync("/api/v1/imports?kind=trends-snapshot", content);
        response.EnsureSuccessStatusCode();
        var id = (string)(await response.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
        while (true)
        {
            var import = (await client.GetFromJsonAsync<JsonObject>($"/api/v1/imports/{id}"))!;
            switch ((string)import["state"]!)
            {
                case "finished" when (long)import["accepted"]! == (long)import["rows"]!:
                    return file.ReadAfter;
                case "running":
                    await Task.Delay(LookEvery);
                    break;
                default:
                    throw new InvalidOperationException($"The import ended otherwise: {import}");
            }
        }
    }

    /// <summary>Appends single events at a steady pace, whether the ones before were answered or not, until a task ends.</summary>
    /// <returns>How long each took, in milliseconds, ascending.</returns>
    private static async Task<double[]> Appends(HttpClient client, Task until)
    {
        var appends = new List<Task<double>>();
        using var timer = new PeriodicTimer(Every);
        while (!until.IsCompleted && await timer.WaitForNextTickAsync())
        {
            appends.Add(Append(client, appends.Count));
        }

        var latencies = await Task.WhenAll(appends);
        Array.Sort(latencies);
        return latencies;
    }

    private static async Task<double> Append(HttpClient client, int number)
    {
        var clock = Stopwatch.StartNew();
        using var response = await client.PostAsJsonAsync($"/api/v1/cases/{Isrc(number % 1_000)}/trends-snapshots", new
        {
            id = Guid.NewGuid(),
            store = "deezer",
            takenAt = "2024-04-18T06:00:00Z",
            readings = new[] { new { day = "2024-04-03", count = number } },
        });
        response.EnsureSuccessStatusCode();
        return clock.Elapsed.TotalMilliseconds;
    }

    /// <summary>Events a second by COPY of the rows that the import made; median of three.</summary>
    private static async Task<double> Raw(NpgsqlDataSource database, long from, string dump)
    {
        long rows;
        await using (var count = database.CreateCommand("select count(*) from ledger.event where position >= $1"))
        {
            count.Parameters.Add(new() { Value = from });
            rows = (long)(await count.ExecuteScalarAsync())!;
        }

        await using (var connection = await database.OpenConnectionAsync())
        await using (var output = await connection.BeginRawBinaryCopyAsync(
            $"copy (select {RawEvents.Columns} from ledger.event where position >= {from} order by position) to stdout (format binary)"))
        await using (var file = File.Create(dump))
        {
            await output.CopyToAsync(file);
        }

        var rates = new List<double>();
        for (var round = 0; round < Rounds.Count; round++)
        {
            await RawEvents.CreateTable(database, "raw_import");
            await Run(database, "checkpoint");
            rates.Add(await Rounds.RateOf(rows, async () =>
            {
                await using var connection = await database.OpenConnectionAsync();
                await using var input = await connection.BeginRawBinaryCopyAsync($"copy raw_import ({RawEvents.Columns}) from stdin (format binary)");
                await using var file = File.OpenRead(dump);
                await file.CopyToAsync(input);
            }));
        }

        return Rounds.Median(rates);
    }

    /// <summary>Writes a snapshot of two stores, the recordings in no order.</summary>
    private static string Write(DirectoryInfo directory, int records, string takenAt)
    {
        const int stores = 2;
        const long scatter = 7_919; // a prime that no number of recordings here has as a factor
        var recordings = records / stores;
        var path = Path.Combine(directory.FullName, $"{records}.csv");
        using var text = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16);
        text.Write("snapshot_at,isrc,store,day,streams_monetised\n");
        for (var i = 0L; i < recordings; i++)
        {
            var recording = (int)(i * scatter % recordings);
            foreach (var store in (ReadOnlySpan<string>)["spotify", "apple-music"])
            {
                for (var day = 1; day <= Days; day++)
                {
                    text.Write(string.Create(CultureInfo.InvariantCulture, $"{takenAt},{Isrc(recording)},{store},2024-04-{day:00},{(recording + 1) * day % 5_000}\n"));
                }
            }
        }

        return path;
    }

    private static string Isrc(int recording) => string.Create(CultureInfo.InvariantCulture, $"AADEM{20 + (recording / 100_000)}{recording % 100_000:00000}");

    private static async Task<long> Size(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("select size from ledger.head");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task CatchUp(NpgsqlDataSource database)
    {
        var size = await Size(database);
        while (true)
        {
            await using var command = database.CreateCommand("select min(position) from read.projection");
            if ((long)(await command.ExecuteScalarAsync())! >= size)
            {
                return;
            }

            await Task.Delay(LookEvery);
        }
    }

    private static async Task Run(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A file that notes when it was read to its end.</summary>
    private sealed class UploadStream(string path) : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan)
    {
        private readonly Stopwatch clock = Stopwatch.StartNew();

        internal TimeSpan ReadAfter { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            ReadAfter = clock.Elapsed;
            return read;
        }
    }

    /// <summary>The server as people run it.</summary>
    private sealed class ServerProcess : IAsyncDisposable
    {
        private const string Announcement = "serves on ";

        private readonly Process process;
        private readonly string url;

        private ServerProcess(Process process, string url) => (this.process, this.url) = (process, url);

        /// <summary>The most memory that was resident since its start, in MB of 2^20 bytes.</summary>
        internal double PeakMegabytes
        {
            get
            {
                process.Refresh();
                return process.PeakWorkingSet64 / (double)(1 << 20);
            }
        }

        /// <summary>For how long it has kept one processor busy, in seconds.</summary>
        internal double BusySeconds
        {
            get
            {
                process.Refresh();
                return process.TotalProcessorTime.TotalSeconds;
            }
        }

        internal static async Task<ServerProcess> Start(string connectionString, string files)
        {
            var process = Process.Start(new ProcessStartInfo(
                "dotnet",
                [
                    "exec", typeof(CommandLine).Assembly.Location, "serve", "--database", connectionString, "--files", files,
                    "--urls", "http://127.0.0.1:0", "--allow-unsafe-database-settings",
                ])
            {
                RedirectStandardError = true,
            })!;
            while (await process.StandardError.ReadLineAsync() is { } line)
            {
                if (line.IndexOf(Announcement, StringComparison.Ordinal) is >= 0 and var at)
                {
                    _ = process.StandardError.ReadToEndAsync(); // or it would block on a full pipe
                    return new(process, line[(at + Announcement.Length)..].Trim());
                }
            }

            throw new InvalidOperationException("The server did not start.");
        }

        /// <summary>A client with a token of its own.</summary>
        internal async Task<HttpClient> SignIn(string connectionString, string account)
        {
            await using var output = new StringWriter();
            if (await CommandLine.Run(["token", "create", "--role", "ingest", "--account", account, "--database", connectionString], output, TextWriter.Null) != Exit.Done)
            {
                throw new InvalidOperationException("No token could be made.");
            }

            var client = new HttpClient { BaseAddress = new(url), Timeout = TimeSpan.FromMinutes(30) };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", output.ToString().Trim().Split('\n')[0].Trim());
            return client;
        }

        public async ValueTask DisposeAsync()
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }
}
