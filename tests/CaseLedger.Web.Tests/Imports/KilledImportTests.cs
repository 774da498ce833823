using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Codec;
using CaseLedger.Domain.Imports;
using CaseLedger.Ledger;
using CaseLedger.Web.Tests.Support;
using CaseLedger.Web.Verbs;
using Npgsql;

namespace CaseLedger.Web.Tests.Imports;

/// <summary>The server is killed (SIGKILL) at random points of a bulk import, and the next one goes on with it by itself.</summary>
public sealed class KilledImportTests(Postgres postgres) : IDisposable
{
    private const string KillsVariable = "CASELEDGER_IMPORT_KILLS";
    private const int Records = 20_000;
    private const int Days = 2;

    // Somewhere in the reading, in a chunk, or between two.
    private const int LongestPauseMilliseconds = 300;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>How many times; more than the test run has time for by the environment.</summary>
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable(KillsVariable), out var kills) ? kills : 3;

    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("caseledger-killed-import-");
    private readonly Random _random = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_AtRandomPointsOfABulkImport_EachRecordStandsOnceAndTheFileSentAgainAddsNothing()
    {
        var connectionString = await postgres.CreateMigrated();
        await using var database = NpgsqlDataSource.Create(RuntimeConnection.For(connectionString));
        var token = await CreateToken(connectionString);
        var sent = new List<Snapshot>();
        var points = new List<long>();
        while (points.Count < Kills)
        {
            await using var product = await Start(connectionString);
            var answer = Task.CompletedTask;
            // Half of the time the killed one is killed again, else the next file is.
            if (sent.Count > 0 && _random.Next(2) == 0)
            {
                await UntilItEnds(database, sent[^1].Import);
            }

            if (sent.Count == 0 || await HasEnded(database, sent[^1].Import))
            {
                var snapshot = Snapshot.Make(sent.Count);
                answer = Send(product, token, snapshot);
                sent.Add(snapshot with { Import = await Started(database, sent.Count) });
            }

            var import = sent[^1].Import;
            var target = ((long)Records * (sent.Count - 1)) + _random.Next(Records);
            while (await Size(database) < target && !await HasEnded(database, import))
            {
                await Task.Delay(1, Cancellation);
            }

            await Task.Delay(_random.Next(LongestPauseMilliseconds), Cancellation);
            product.Kill();
            await product.Ended();
            await answer;
            if (!await HasEnded(database, import))
            {
                points.Add(await Size(database));
            }
        }

        long whole;
        await using (var last = await Start(connectionString))
        {
            foreach (var snapshot in sent)
            {
                await UntilItEnds(database, snapshot.Import);
                var ended = await last.Get(token, $"/api/v1/imports/{snapshot.Import["import-".Length..]}");
                var answer = JsonNode.Parse(ended.Body)!;
                Assert.Equal("finished", (string?)answer["state"]);
                Assert.Equal(
                    (Records * Days, Records * Days, 0, 0),
                    ((int)answer["rows"]!, (int)answer["accepted"]!, (int)answer["repeated"]!, (int)answer["refused"]!));
            }

            whole = await Size(database);
            foreach (var snapshot in sent)
            {
                var (status, body) = await last.PostFile(token, Snapshot.Path, snapshot.Bytes, "again.csv");
                Assert.Equal(HttpStatusCode.OK, status);
                Assert.True((bool?)JsonNode.Parse(body)!["before"]);
            }
        }

        Assert.Equal(whole, await Size(database));
        await EachRecordOnce(database, sent);
        Assert.Equal(
            Exit.Done,
            await CommandLine.Run(["audit", "--database", connectionString], TextWriter.Null, TextWriter.Null));
        TestContext.Current.SendDiagnosticMessage($"killed {points.Count} times with a ledger of {string.Join(", ", points)} events; {sent.Count} files");
    }

    public void Dispose() => _files.Delete(recursive: true);

    private static async Task EachRecordOnce(NpgsqlDataSource database, List<Snapshot> sent)
    {
        var expected = sent.SelectMany(snapshot => snapshot.Expected).ToDictionary();
        var (starts, ends) = (0, 0);
        await using var ledger = new EventLedger(database);
        await foreach (var @event in ledger.ReadAll(0, Cancellation))
        {
            switch (EventCodec.Current.Decode(@event.Type, @event.Payload!))
            {
                case TrendsSnapshotTaken taken:
                    var record = $"{@event.Stream} {taken.Store} {((Observed.At)taken.Observed).Instant}";
                    Assert.True(expected.Remove(record, out var readings), $"{record} stands twice, or in no file.");
                    Assert.Equal(readings, string.Join(' ', taken.Readings.Select(reading => $"{reading.Day}={reading.Count}")));
                    break;
                case ImportStarted:
                    starts++;
                    break;
                case ImportFinished:
                    ends++;
                    break;
                case var other:
                    Assert.Fail($"Nobody asked for a {other.GetType().Name}.");
                    break;
            }
        }

        Assert.Empty(expected);
        Assert.Equal((sent.Count, sent.Count), (starts, ends));
    }

    private static async Task<string> CreateToken(string connectionString)
    {
        var output = new StringWriter();
        Assert.Equal(
            Exit.Done,
            await CommandLine.Run(["token", "create", "--role", "ingest", "--account", "import:trends", "--database", connectionString], output, TextWriter.Null));
        return output.ToString().Trim().Split('\n')[0].Trim();
    }

    // The answer comes when the import has ended, or after a while: it may find the server dead.
    private static async Task Send(RunningProduct product, string token, Snapshot snapshot)
    {
        try
        {
            var (status, _) = await product.PostFile(token, Snapshot.Path, snapshot.Bytes, "snapshot.csv");
            Assert.Equal(HttpStatusCode.Created, status);
        }
        catch (HttpRequestException)
        {
            // Killed.
        }
    }

    /// <summary>Waits for the start of the next import.</summary>
    /// <returns>Its stream.</returns>
    private static async Task<string> Started(NpgsqlDataSource database, int before)
    {
        while (true)
        {
            await using var command = database.CreateCommand("select stream from ledger.event where type like 'import-started%' order by position offset $1");
            command.Parameters.Add(new() { Value = before });
            if (await command.ExecuteScalarAsync(Cancellation) is string stream)
            {
                return stream;
            }

            await Task.Delay(1, Cancellation);
        }
    }

    private static async Task<long> Size(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("select size from ledger.head");
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private static async Task<bool> HasEnded(NpgsqlDataSource database, string import)
    {
        await using var command = database.CreateCommand("select count(*) from ledger.event where stream = $1");
        command.Parameters.Add(new() { Value = import });
        return (long)(await command.ExecuteScalarAsync(Cancellation))! > 1;
    }

    private static async Task UntilItEnds(NpgsqlDataSource database, string import)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(Patience);
        while (!await HasEnded(database, import))
        {
            await Task.Delay(50, patience.Token);
        }
    }

    private Task<RunningProduct> Start(string connectionString) => RunningProduct.Start(
        "--database", connectionString, "--files", _files.FullName, "--allow-unsafe-database-settings");

    /// <summary>A file of its own numbers.</summary>
    private sealed record Snapshot(byte[] Bytes, Dictionary<string, string> Expected)
    {
        public const string Path = "/api/v1/imports?kind=trends-snapshot";

        /// <summary>The stream of its import, once it was sent.</summary>
        public string Import { get; init; } = "";

        public static Snapshot Make(int number)
        {
            var random = new Random(number);
            var file = new StringBuilder("snapshot_at,isrc,store,day,streams_monetised\n");
            var expected = new Dictionary<string, string>();
            var takenAt = $"{NodaTime.Instant.FromUtc(2024, 4, 5, 6, 0) + NodaTime.Duration.FromMinutes(number)}";
            for (var record = 0; record < Records; record++)
            {
                var isrc = string.Create(CultureInfo.InvariantCulture, $"AADEM24{record / 2:D5}");
                var store = record % 2 == 0 ? "spotify" : "apple-music";
                var readings = new List<string>();
                for (var day = 1; day <= Days; day++)
                {
                    var count = random.Next(1_000);
                    file.Append(CultureInfo.InvariantCulture, $"{takenAt},{isrc},{store},2024-04-0{day},{count}\n");
                    readings.Add(string.Create(CultureInfo.InvariantCulture, $"2024-04-0{day}={count}"));
                }

                expected.Add($"case-{isrc} {store} {takenAt}", string.Join(' ', readings));
            }

            return new(Encoding.UTF8.GetBytes(file.ToString()), expected);
        }
    }
}
