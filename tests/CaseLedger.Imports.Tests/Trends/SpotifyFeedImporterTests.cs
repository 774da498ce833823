using System.Globalization;
using System.Text;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports.Tests.Text;
using CaseLedger.Imports.Trends;
using NodaTime;
using Xunit;

namespace CaseLedger.Imports.Tests.Trends;

public sealed class SpotifyFeedImporterTests
{
    private const string Good =
        """
        {"date":"2024-03-31","trackv2":{"isrc":"AADEM2400001","name":"Été"},"streams":{"total":114,"country":{"DE":{"total":100},"FR":{"total":14}}},"skips":9}
        {"type":"aggregatedstreams","date":"2024-03-31","streams":{"country":{"IT":{"total":3}},"total":3},"skips":0,"trackv2":{"isrc":"AADEM2400002"}}

        {"date":"2024-03-30","trackv2":{"isrc":"aa-dem-24-00001"},"streams":{"total":153},"skips":12}
        """;

    private static readonly string[] GoodTaken =
    [
        "AADEM2400001 spotify: 2024-03-30=153 streams, 2024-03-31=114 streams lines 1 4",
        "AADEM2400002 spotify: 2024-03-31=3 streams lines 2",
    ];

    [Fact]
    public void Read_Records_AreOneCommandPerRecording()
    {
        var items = Given.Read(new SpotifyFeedImporter(), Good);
        var first = items.OfType<ImportItem.Take>().First();
        var command = Assert.IsType<ReceiveStoreFeed>(first.Command);

        Assert.Equal(GoodTaken, items.Taken());
        Assert.Empty(items.Refused());
        Assert.Equal(new ImportItem.Skip(3, "empty"), items[0]);
        Assert.Equal(new FileLine(Given.File, 1), command.From);
        Assert.Equal(new Observed.Unknown(), command.Observed);
        Assert.Equal(Given.Request(ImportKind.SpotifyFeed).IdOf(first.Isrc, "1"), command.Id);
    }

    [Fact]
    public void Read_WithAGivenMoment_ObservesThen()
    {
        var delivered = new Observed.At(Instant.FromUtc(2024, 4, 1, 4, 0));
        var items = Given.Read(new SpotifyFeedImporter(), Good, delivered);

        Assert.Equal(GoodTaken, items.Taken());
        Assert.All(items.OfType<ImportItem.Take>(), take => Assert.Equal(delivered, ((ReceiveStoreFeed)take.Command).Observed));
    }

    [Fact]
    public void Read_Gzip_IsTheSame() =>
        Assert.Equal(GoodTaken, Given.Read(new SpotifyFeedImporter(), TextTableTests.Gzip(Encoding.UTF8.GetBytes(Good))).Taken());

    [Theory]
    [InlineData("""{"type":"streams","date":"2024-03-30","trackv2":{"isrc":"AADEM2400001"},"streams":{"total":5}}""", "type", "record-other")]
    [InlineData("""{"date":"2024-03-30","trackv2":{"name":"x"},"streams":{"total":5}}""", "trackv2.isrc", "isrc-missing")]
    [InlineData("""{"date":"2024-03-30","trackv2":{"isrc":null},"streams":{"total":5}}""", "trackv2.isrc", "isrc-missing")]
    [InlineData("""{"date":"2024-03-30","trackv2":"AADEM2400001","streams":{"total":5}}""", "trackv2.isrc", "isrc-missing")]
    [InlineData("""{"date":"2024-03-30","isrc":"AADEM2400001","streams":{"total":5}}""", "trackv2.isrc", "isrc-missing")]
    [InlineData("""{"date":"2024-03-30","trackv2":{"isrc":"AADEM240001"},"streams":{"total":5}}""", "trackv2.isrc", "isrc-malformed")]
    [InlineData("""{"trackv2":{"isrc":"AADEM2400001"},"streams":{"total":5}}""", "date", "field-missing")]
    [InlineData("""{"date":"30.03.2024","trackv2":{"isrc":"AADEM2400001"},"streams":{"total":5}}""", "date", "day-unreadable")]
    [InlineData("""{"date":"2024-04-10","trackv2":{"isrc":"AADEM2400001"},"streams":{"total":5}}""", "date", "day-not-over")]
    [InlineData("""{"date":"2024-03-30","trackv2":{"isrc":"AADEM2400001"},"streams":{"country":{"DE":{"total":5}}}}""", "streams.total", "field-missing")]
    [InlineData("""{"date":"2024-03-30","trackv2":{"isrc":"AADEM2400001"},"streams":{"total":"null"}}""", "streams.total", "count-unreadable")]
    [InlineData("""{"date":"2024-03-30","trackv2":{"isrc":"AADEM2400001"},"streams":{"total":-5}}""", "streams.total", "count-negative")]
    [InlineData("""{"date":"2024-03-30","trackv2":{"isrc":"AADEM2400001"},"streams":{"total":5},"streams":{"total":6}}""", "streams", "field-twice")]
    [InlineData("""{"date":"2024-03-30","trackv2":{"isrc":"AADEM2400001"},"streams":{"total":5},"streams":{}}""", "streams", "field-twice")]
    [InlineData("""{"date":"2024-03-30","trackv2":{"isrc":"AADEM2400001"},"streams":{"total":5,"total":6}}""", "streams.total", "field-twice")]
    [InlineData("""{"date":"2024-03-30","trackv2":{"isrc":"AADEM2400001"},"streams":{"total":5}""", null, "json-malformed")]
    public void Read_AnotherRecord_IsRefused_AndTheOthersAreKept(string line, string? field, string code)
    {
        var items = Given.Read(new SpotifyFeedImporter(), $"{Good}\n{line}\n");

        Assert.Equal([(5, field, code)], items.Refused());
        Assert.Equal(line, items.OfType<ImportItem.Refuse>().Single().Row.Row);
        Assert.Equal(GoodTaken, items.Taken());
    }

    [Fact]
    public void Read_ADayNotOverAtTheGivenMoment_IsRefused() =>
        Assert.Equal(
            [(1, "date", "day-not-over"), (2, "date", "day-not-over")],
            Given.Read(new SpotifyFeedImporter(), Good, new Observed.On(new Day(2024, 3, 31))).Refused());

    [Fact]
    public void Read_ADayTwice_IsSkippedWhereItSaysTheSame_AndRefusedWhereNot()
    {
        var again = """{"date":"2024-03-30","trackv2":{"isrc":"AADEM2400001"},"streams":{"total":153}}""";
        var other = """{"date":"2024-03-31","trackv2":{"isrc":"AADEM2400001"},"streams":{"total":115}}""";
        var items = Given.Read(new SpotifyFeedImporter { RowsPerRun = 2 }, $"{Good}\n{again}\n{other}\n");

        Assert.Equal(["AADEM2400001 spotify: 2024-03-30=153 streams lines 4", GoodTaken[1]], items.Taken());
        Assert.Contains(new ImportItem.Skip(5, "repeated"), items);
        Assert.Equal([(1, "date", "day-twice"), (6, "date", "day-twice")], items.Refused());
    }

    [Fact]
    public void Read_MoreThan400Days_AreSeveralCommands_WithIdsOfTheirOwn()
    {
        var first = new LocalDate(2022, 1, 1);
        var text = string.Concat(Enumerable.Range(0, 401).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"date":"{{{first.PlusDays(i):uuuu-MM-dd}}}","trackv2":{"isrc":"AADEM2400001"},"streams":{"total":{{{i}}}}}{{{'\n'}}}""")));
        var takes = Given.Read(new SpotifyFeedImporter(), text).OfType<ImportItem.Take>().ToList();

        Assert.Equal([400, 1], takes.Select(take => take.Lines.Count));
        Assert.NotEqual(takes[0].Command.Id, takes[1].Command.Id);
    }

    [Theory]
    [InlineData("", "empty-file")]
    [InlineData("{\"date\":\"2024-\0", "binary")]
    public void Read_AFileThatIsNone_IsStopped(string text, string code)
    {
        var items = Given.Read(new SpotifyFeedImporter(), text);
        Assert.Equal((code, 0), (items.Fault(), items.Taken().Length));
    }

    [Fact]
    public void Read_EveryCommandOfIt_IsAcceptedByTheDomain()
    {
        foreach (var take in Given.Read(new SpotifyFeedImporter(), Good).OfType<ImportItem.Take>())
        {
            var decision = ReceivingStoreFeed.Decide(CaseState.Fold(take.Isrc, []), (ReceiveStoreFeed)take.Command, Given.Now);
            Assert.IsType<Decision.Append>(decision);
        }
    }
}
