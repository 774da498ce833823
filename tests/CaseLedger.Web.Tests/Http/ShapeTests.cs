using System.Text.Json;
using CaseLedger.Domain;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace CaseLedger.Web.Tests.Http;

public sealed class ShapeTests
{
    private sealed record Search(Store? Store, Day? From, int? Limit, Moment? ObservedBy, bool? Overdue);

    [Fact]
    public void Read_ManyThingsWrong_SaysAllOfThemByField()
    {
        var faults = Read<ReportScreenshotBody>("""
            {"store":"Spotify!","readings":[{"day":"2024-04-03","count":-1},{"day":"03.04.2024","count":1.5},{"count":"7","colour":"red"}],
             "observed":{"at":"2024-04-18T12:00:00+02:00","on":"2024-04-18"},"evidence":["abc"]}
            """);

        Assert.Equal(
            ["store", "readings[0].count", "readings[1].day", "readings[1].count", "readings[2].colour", "readings[2].day", "readings[2].count", "observed.at", "evidence[0]"],
            faults.Keys);
        Assert.Equal(["expected a whole number from 0 to 9007199254740991, got -1"], faults["readings[0].count"]);
        Assert.Equal(["expected a day as 2024-03-30, got \"03.04.2024\""], faults["readings[1].day"]);
        Assert.Equal(["is an unknown field; known are day, count, measure"], faults["readings[2].colour"]);
        Assert.Equal(["expected a day as 2024-03-30, got nothing"], faults["readings[2].day"]);
    }

    [Theory]
    [InlineData("9007199254740991", true)]
    [InlineData("0", true)]
    [InlineData("9007199254740992", false)]
    [InlineData("-1", false)]
    [InlineData("-0", false)]
    [InlineData("1.0", false)]
    [InlineData("1e2", false)]
    [InlineData("true", false)]
    [InlineData("\"104\"", false)]
    [InlineData("[104]", false)]
    public void Read_Count_TakesWholeNumbersUpTo2To53Only(string count, bool good) =>
        Assert.Equal(good, Read<DayCountBody>($$"""{"day":"2024-04-03","count":{{count}}}""").Count == 0);

    [Theory]
    [InlineData("2024-02-29", true)]
    [InlineData("2023-02-29", false)]
    [InlineData("2024-4-3", false)]
    [InlineData("2024-04-03T00:00:00Z", false)]
    [InlineData("1899-12-31", false)]
    [InlineData("9999-12-31", false)]
    public void Read_Day_TakesIsoDaysOnly(string day, bool good) =>
        Assert.Equal(good, Read<DayCountBody>($$"""{"day":"{{day}}","count":1}""").Count == 0);

    [Theory]
    [InlineData("""{"at":"2024-04-18T12:00:00Z"}""", true)]
    [InlineData("""{"on":"2024-04-18","approximate":true}""", true)]
    [InlineData("""{"unknown":true}""", true)]
    [InlineData("""{"unknown":false}""", false)]
    [InlineData("""{"approximate":true}""", false)]
    [InlineData("""{"on":"2024-04-18","unknown":true}""", false)]
    [InlineData("{}", false)]
    public void Read_Observed_IsExactlyOneOfThree(string observed, bool good) =>
        Assert.Equal(good, Read<ObservedBody>(observed).Count == 0);

    [Fact]
    public void Read_NotReceived_HasToBeWritten()
    {
        Assert.Empty(Read<TrendsCountBody>("""{"day":"2024-04-03","count":null}"""));
        Assert.Equal(["count"], Read<TrendsCountBody>("""{"day":"2024-04-03"}""").Keys);
        Assert.Equal(["count"], Read<DayCountBody>("""{"day":"2024-04-03","count":null}""").Keys);
    }

    [Fact]
    public void Read_MomentTwice_OrNever_IsRefused()
    {
        const string Rest = "\"store\":\"spotify\",\"readings\":[]";

        Assert.Equal(["takenAt"], Read<TakeTrendsSnapshotBody>("{" + Rest + "}").Keys);
        Assert.Equal(["takenAt"], Read<TakeTrendsSnapshotBody>("{" + Rest + ",\"takenAt\":\"2024-04-18\",\"observed\":{\"unknown\":true}}").Keys);
        Assert.Empty(Read<TakeTrendsSnapshotBody>("{" + Rest + ",\"observed\":{\"unknown\":true}}"));
    }

    [Theory]
    [InlineData("0602445790128", "barcode")]
    [InlineData("4uLU6hMCjMI75M1A2tKUQC", "Spotify track id")]
    [InlineData("https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC", "link to Spotify")]
    public void Read_NeighbourOfAnIsrc_IsNamed(string text, string named)
    {
        var faults = Read<LinkCasesBody>($$"""{"isrc":"{{text}}","reason":"r"}""");

        Assert.Contains(faults["isrc"], message => message.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_HostileBody_KeepsTheListOfFaultsShort()
    {
        var readings = string.Join(',', Enumerable.Repeat("1", 1_000));

        var faults = Read<ReportScreenshotBody>($$"""{"store":"spotify","observed":{"unknown":true},"readings":[{{readings}}]}""");

        Assert.Equal(50, faults.Count);
    }

    [Fact]
    public void ReadQuery_UnknownOrRepeatedOrWrong_SaysAllOfThem()
    {
        var faults = new Faults();

        var read = Shape.Of(typeof(Search)).Read(
            new QueryCollection(new Dictionary<string, StringValues> { ["stroe"] = "spotify", ["limit"] = new(["1", "2"]), ["from"] = "yesterday", ["overdue"] = "yes" }), faults);

        Assert.Null(read);
        Assert.Equal(["from", "limit", "overdue", "stroe"], faults.ByField().Keys.Order());
    }

    [Fact]
    public void ReadQuery_Good_IsTheDomainsValues()
    {
        var faults = new Faults();

        var read = (Search?)Shape.Of(typeof(Search)).Read(
            new QueryCollection(new Dictionary<string, StringValues> { ["store"] = "spotify", ["limit"] = "20", ["observedBy"] = "2024-04-17", ["from"] = "" }), faults);

        Assert.Equal(new(Store.Spotify, null, 20, new(new Observed.On(new(2024, 4, 17))), null), read);
    }

    private static Dictionary<string, string[]> Read<T>(string json)
    {
        var faults = new Faults();
        using var document = JsonDocument.Parse(json);
        var read = Shape.Of(typeof(T)).Read(document.RootElement, "", faults);
        Assert.Equal(faults.None, read is not null);
        return faults.ByField();
    }
}
