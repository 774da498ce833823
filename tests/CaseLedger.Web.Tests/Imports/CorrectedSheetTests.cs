using System.Globalization;
using System.Text;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Evidence;
using CaseLedger.Web.Imports;
using CaseLedger.Web.Tests.Support;
using CaseLedger.Web.Writing;
using Microsoft.Extensions.DependencyInjection;

namespace CaseLedger.Web.Tests.Imports;

/// <summary>A sheet that is sent again with a cell corrected says that cell anew, and nothing else.</summary>
public sealed class CorrectedSheetTests(TestServer server) : IClassFixture<TestServer>
{
    private static int _files;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_WithACellCorrected_RecordsThatCellAlone()
    {
        var (isrc, file) = await Make("2024-03-28,100,1\n2024-03-29,200,2\n2024-03-30,300,3\n");
        Assert.Equal((3, 3, 0, 0), await Send(isrc, file));

        Assert.Equal((3, 1, 2, 0), await Send(isrc, file, "count-3=250"));
        // Of a row that was there before, one source is new: the row is.
        Assert.Equal((3, 1, 2, 0), await Send(isrc, file, "trends-4=33"));
        Assert.Equal((3, 0, 3, 0), await Send(isrc, file, "count-3=250;trends-4=33"));

        Assert.Equal(
            ["artist-dashboard 2024-03-28=100", "artist-dashboard 2024-03-29=200", "artist-dashboard 2024-03-29=250", "artist-dashboard 2024-03-30=300",
             "trends 2024-03-28=1", "trends 2024-03-29=2", "trends 2024-03-30=3", "trends 2024-03-30=33"],
            Shown(await Readings(isrc)));
    }

    [Fact]
    public async Task Post_AfterSomeOfItWasWithdrawn_SaysThatAnew_HoweverOften()
    {
        var (isrc, file) = await Make("2024-03-28,100,\n2024-03-29,200,\n");
        await Send(isrc, file);
        foreach (var choices in (string[])["column-2=artist-dashboard", "column-1=day", "column-1=day;column-2=artist-dashboard"])
        {
            var standing = Assert.Single(await Readings(isrc), reading => reading.Day == new Day(2024, 3, 28));
            await Withdraw(isrc, standing.EventId, standing.Day);

            Assert.Equal((2, 1, 1, 0), await Send(isrc, file, choices));
        }

        Assert.Equal(["artist-dashboard 2024-03-28=100", "artist-dashboard 2024-03-29=200"], Shown(await Readings(isrc)));
    }

    [Fact]
    public async Task Post_TheSameAfterSomeOfItWasWithdrawn_LeavesItWithdrawn()
    {
        var (isrc, file) = await Make("2024-03-28,100,\n2024-03-29,200,\n2024-02-31,300,\n");
        Assert.Equal((3, 2, 0, 1), await Send(isrc, file));
        var mistyped = Assert.Single(await Readings(isrc), reading => reading.Day == new Day(2024, 3, 28));
        await Withdraw(isrc, mistyped.EventId, mistyped.Day);

        // It is read again, because of the row that was refused.
        Assert.Equal((3, 0, 2, 1), await Send(isrc, file));

        Assert.Equal(["artist-dashboard 2024-03-29=200"], Shown(await Readings(isrc)));
    }

    [Fact]
    public async Task Run_BrokenOffBetweenTwoEvents_GoesOnWithoutSayingAnythingTwice()
    {
        const int days = 402; // two events
        var first = new Day(2022, 6, 1);
        var (isrc, file) = await Make(string.Concat(Enumerable.Range(0, days).Select(i => string.Create(CultureInfo.InvariantCulture, $"{first.PlusDays(i)},{i},\n"))));
        Assert.Equal((days, days, 0, 0), await Send(isrc, file));
        var start = new ImportStarted(
            ImportKind.Spreadsheet, Sha256.Parse(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file))), file.Length, "days.csv", Isrc.Parse(isrc), Observed: new Observed.On(new(2024, 4, 18)),
            Choices: [new("count-2", "9000"), new("count-403", "9001")]);
        var (imports, agent) = (server.Services.GetRequiredService<ImportStore>(), AccountId.Parse("agent:support-1"));
        var begun = Assert.IsType<Outcome.Recorded>(await imports.Start(agent, start, Cancellation));
        var request = new ImportRequest(start, agent, begun.Receipt.RecordedAt);
        var progress = new ImportProgress(request.Id, start.Size, TimeProvider.System);
        var importer = server.Services.GetServices<IImporter>().Single(importer => importer.Kind == start.Kind);
        await using (var refused = new RefusedRows(new MemoryStream()))
        {
            await using var content = server.Services.GetRequiredService<FileStore>().Open(start.File);
            var run = new ImportRun(request, new Caller(agent, Role.Agent, null), server.Ledger, server.Services.GetRequiredService<CaseStore>(), progress, refused);
            await Assert.ThrowsAsync<ImportInterruptedException>(() => run.Read(new Broken(importer), content, Cancellation));
        }

        Assert.Equal(1, progress.Counts.Accepted);
        var before = await server.Size();

        await server.Services.GetRequiredService<ImportRunner>().Begin(request.Id, start.Size, isNew: false).Ended;

        var end = Assert.IsType<ImportFinished>((await imports.Load(request.Id, Cancellation)).End?.Event);
        Assert.Equal((days, 2, days - 2, 0), (end.Rows, end.Accepted, end.Repeated, end.Refused));
        // The other corrected cell, and the end.
        Assert.Equal(before + 2, await server.Size());
        var standing = Shown(await Readings(isrc));
        Assert.Equal(days + 2, standing.Count);
        Assert.Equal(standing.Distinct(), standing);
    }

    private static List<string> Shown(IEnumerable<Reading> readings) =>
        [.. readings.Select(reading => $"{Words.Of(reading.Source)} {reading.Day}={reading.Count}").Order(StringComparer.Ordinal)];

    /// <summary>A case, and a sheet that no other test sends.</summary>
    private async Task<(string Isrc, byte[] File)> Make(string rows)
    {
        var isrc = string.Create(CultureInfo.InvariantCulture, $"AADEM2482{Interlocked.Increment(ref _files):000}");
        await server.OpenCase(isrc);
        return (isrc, Encoding.UTF8.GetBytes($"Date,Spotify for Artists,Trends\n{rows}"));
    }

    private async Task<(int Rows, int Accepted, int Repeated, int Refused)> Send(string isrc, byte[] file, string choices = "")
    {
        var path = $"/api/v1/imports?kind=spreadsheet&isrc={isrc}&observed=2024-04-18&choices={Uri.EscapeDataString(choices)}";
        var import = (await Scenario.Run(server, s => s.As("agent").PostFile(path, file, "days.csv").StatusIs(201))).Json;
        while ((string?)import["state"] == "running")
        {
            await Task.Delay(20, Cancellation);
            import = (await Scenario.Run(server, s => s.As("agent").Get($"/api/v1/imports/{import["id"]}").StatusIs(200))).Json;
        }

        Assert.Equal("finished", (string?)import["state"]);
        return ((int)import["rows"]!, (int)import["accepted"]!, (int)import["repeated"]!, (int)import["refused"]!);
    }

    private async Task Withdraw(string isrc, Guid eventId, Day day)
    {
        var (cases, agent) = (server.Services.GetRequiredService<CaseStore>(), AccountId.Parse("agent:support-1"));
        var command = new WithdrawReading(Guid.CreateVersion7(), agent, eventId, "mistyped", day);
        Assert.IsType<Outcome.Recorded>(await cases.Handle(Isrc.Parse(isrc), new(new Caller(agent, Role.Agent, null)), command, WithdrawingReading.Decide, Cancellation));
    }

    // Those that stand.
    private async Task<List<Reading>> Readings(string isrc)
    {
        var recorded = (await server.Ledger.Load(CaseEvent.StreamOf(Isrc.Parse(isrc)), Cancellation)).As<CaseEvent>().ToList();
        var @case = CaseState.Fold(Isrc.Parse(isrc), recorded);
        return [.. recorded.SelectMany(ReportedReadings.Of).Where(reading => @case.ReadingStands(reading.EventId, reading.Day))];
    }

    /// <summary>Reads up to the second item that is to be recorded; then the database is gone.</summary>
    private sealed class Broken(IImporter importer) : IImporter
    {
        public ImportKind Kind => importer.Kind;

        public IEnumerable<ImportItem> Read(Stream file, ImportRequest request, CancellationToken cancellationToken)
        {
            var taken = 0;
            foreach (var item in importer.Read(file, request, cancellationToken))
            {
                yield return item is ImportItem.Take && taken++ > 0 ? throw new ImportInterruptedException("gone") : item;
            }
        }
    }
}
