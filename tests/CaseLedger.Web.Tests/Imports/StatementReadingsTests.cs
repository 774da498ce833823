using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Codec;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports;
using CaseLedger.Web.Evidence;
using CaseLedger.Web.Imports;
using CaseLedger.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CaseLedger.Web.Tests.Imports;

/// <summary>A statement whose days can be read two ways: whatever is decided, and by whom, each of its lines stands once.</summary>
public sealed class StatementReadingsTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Statement = "/api/v1/imports?kind=royalty-statement";
    private const string DayFirst = $"{Statement}&choices=day-order=day-first";
    private const string MonthFirst = $"{Statement}&choices=day-order=month-first";
    private const string Code = "statement-read-otherwise";
    private const int Lines = 4;

    private static int _files;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_WithAnotherDecision_IsRefusedAndSaysWhichWasMade_AndRecordsNothing()
    {
        var (file, isrc) = Make();
        var first = await Scenario.Run(server, s => s.As("agent").PostFile(DayFirst, file, "march.csv").StatusIs(201));
        Assert.Equal("finished", (string?)(await Ended((string)first.Json["id"]!))["state"]);
        var before = await server.Size();

        var refused = await Scenario.Run(server, s => s.As("agent").PostFile(MonthFirst, file, "march.csv").IsProblem(409, Code));
        await Scenario.Run(server, s => s.As("artist").PostFile($"{DayFirst};currency=EUR", file, "march.csv").IsProblem(409, Code));
        var preview = await Scenario.Run(server, s => s.As("agent").PostFile($"{MonthFirst}&preview=true", file, "march.csv").StatusIs(200));
        await Scenario.Run(server, s => s.As("agent").PostFile(DayFirst, file, "march.csv").StatusIs(200));

        Assert.Contains("day-order=day-first", refused.Text, StringComparison.Ordinal);
        Assert.Equal((Code, 0), ((string?)preview.Json["fault"]!["code"], (int)preview.Json["accepted"]!));
        Assert.Equal(before, await server.Size());
        Assert.Equal(Numbers(), await Recorded(isrc));
    }

    [Fact]
    public async Task Post_AfterAnImportThatLeftNothing_IsTaken()
    {
        var (file, isrc) = Make();
        var undecided = await Scenario.Run(server, s => s.As("agent").PostFile(Statement, file, "march.csv").StatusIs(201));
        Assert.Equal("failed", (string?)(await Ended((string)undecided.Json["id"]!))["state"]);

        var decided = await Scenario.Run(server, s => s.As("agent").PostFile(MonthFirst, file, "march.csv").StatusIs(201));

        Assert.Equal("finished", (string?)(await Ended((string)decided.Json["id"]!))["state"]);
        Assert.Equal(Numbers(), await Recorded(isrc));
    }

    [Fact]
    public async Task Post_BothDecisionsAtOnce_EndsWithOneOfThem()
    {
        var (file, isrc) = Make();

        var replies = await Task.WhenAll(new[] { DayFirst, MonthFirst, DayFirst, MonthFirst }.Select(path => Scenario.Run(server, s => s.As("agent").PostFile(path, file, "march.csv"))));

        var states = new List<string?>();
        foreach (var id in replies.Where(reply => reply.Status != 409).Select(reply => (string)reply.Json["id"]!).Distinct())
        {
            states.Add((string?)(await Ended(id))["state"]);
        }

        Assert.Single(states, "finished");
        Assert.Equal(Numbers(), await Recorded(isrc));
    }

    [Fact]
    public async Task Run_OfTwoThatWereStartedUnseen_IsTheFirstOnes()
    {
        var (file, isrc) = Make();
        var (imports, runner) = (server.Services.GetRequiredService<ImportStore>(), server.Services.GetRequiredService<ImportRunner>());
        var kept = await server.Services.GetRequiredService<FileStore>().Save(new MemoryStream(file), file.Length, Cancellation);
        var first = new ImportStarted(ImportKind.RoyaltyStatement, kept.Digest, file.Length, "march.csv", Choices: [new("day-order", "day-first")]);
        var second = first with { Choices = [new("day-order", "month-first")] };
        await imports.Start(AccountId.Parse("agent:support-1"), first, Cancellation);
        await imports.Start(AccountId.Parse("agent:support-2"), second, Cancellation);

        await runner.Begin(ImportIds.Of(second), file.Length, isNew: true).Ended;
        await runner.Begin(ImportIds.Of(first), file.Length, isNew: true).Ended;

        var failed = Assert.IsType<ImportFailed>((await imports.Load(ImportIds.Of(second), Cancellation)).End?.Event);
        Assert.Equal((Code, 0L, 0L), (failed.Code, failed.Accepted, failed.Refused));
        Assert.IsType<ImportFinished>((await imports.Load(ImportIds.Of(first), Cancellation)).End?.Event);
        Assert.Equal(Numbers(), await Recorded(isrc));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_EndsByNoFaultOfItsFile_SaysWhetherAnEarlierOneMayHaveTakenLines(bool isNew)
    {
        var (file, _) = Make();
        var (imports, runner) = (server.Services.GetRequiredService<ImportStore>(), server.Services.GetRequiredService<ImportRunner>());
        var lost = new ImportStarted(ImportKind.RoyaltyStatement, Sha256.Parse(Convert.ToHexStringLower(SHA256.HashData(file))), file.Length, "march.csv");
        await imports.Start(AccountId.Parse("agent:support-1"), lost, Cancellation);

        await runner.Begin(ImportIds.Of(lost), file.Length, isNew).Ended;

        var import = await imports.Load(ImportIds.Of(lost), Cancellation);
        var failed = Assert.IsType<ImportFailed>(import.End?.Event);
        Assert.Equal(("file-lost", isNew ? null : true), (failed.Code, failed.IsUncounted));
        Assert.Equal(isNew, import.FirstTaking is null);
    }

    private static IEnumerable<long> Numbers() => Enumerable.Range(2, Lines).Select(line => (long)line);

    // By either order of day and month the lines fall into months otherwise.
    private static (byte[] File, string Isrc) Make()
    {
        var isrc = string.Create(CultureInfo.InvariantCulture, $"AADEM2481{Interlocked.Increment(ref _files):000}");
        var file = new StringBuilder("Sales date,Statement date,ISRC,Shop,Quantity,Revenue EUR\n");
        foreach (var day in (string[])["03/04/2024", "03/05/2024", "04/03/2024", "03/04/2024"])
        {
            file.Append(CultureInfo.InvariantCulture, $"2024-01,{day},{isrc},Spotify,3,0.1\n");
        }

        return (Encoding.UTF8.GetBytes(file.ToString()), isrc);
    }

    private async Task<IEnumerable<long>> Recorded(string isrc) =>
        (await server.Ledger.Load(CaseEvent.StreamOf(Isrc.Parse(isrc)), Cancellation))
            .Select(stored => EventCodec.Current.Decode(stored.Type, stored.Payload!))
            .OfType<RoyaltyLinesReported>()
            .SelectMany(reported => reported.Lines.Select(line => line.Line!.Value))
            .Order();

    private async Task<System.Text.Json.Nodes.JsonObject> Ended(string id)
    {
        while (true)
        {
            var reply = await Scenario.Run(server, s => s.As("agent").Get($"/api/v1/imports/{id}").StatusIs(200));
            if ((string?)reply.Json["state"] != "running")
            {
                return reply.Json;
            }

            await Task.Delay(20, Cancellation);
        }
    }
}
