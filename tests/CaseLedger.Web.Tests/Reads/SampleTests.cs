using CaseLedger.Domain;
using CaseLedger.Web.Readings;
using CaseLedger.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CaseLedger.Web.Tests.Reads;

/// <summary>Which cases the radar draws of a store's day.</summary>
public sealed class SampleTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Day = "2024-07-03";

    [Fact]
    public async Task Cases_AreDrawnEachOnce_HoweverOftenTheyWereReported_AndWhatIsWithdrawnIsNone()
    {
        string[] isrcs = ["AADEM2460001", "AADEM2460002", "AADEM2460003", "AADEM2460004"];
        foreach (var isrc in isrcs)
        {
            await server.OpenCase(isrc);
            for (var vintage = 0; vintage < 4; vintage++)
            {
                await server.Screenshot(isrc, Guid.NewGuid(), Day, 100 + vintage, observedOn: "2024-07-20");
            }
        }

        const string Withdrawn = "AADEM2460005";
        var mistyped = Guid.NewGuid();
        await server.OpenCase(Withdrawn);
        await server.Screenshot(Withdrawn, mistyped, Day, 7, observedOn: "2024-07-20");
        await server.Recorded("agent", $"/api/v1/cases/{Withdrawn}/withdrawals", new { id = Guid.NewGuid(), eventId = mistyped, reason = "misread" });
        await server.CatchUp();

        var all = await Drawn(50);
        var some = await Drawn(3);

        Assert.Equal(isrcs, all.Keys.Order(StringComparer.Ordinal));
        Assert.All(all.Values, readings => Assert.Equal(4, readings));
        Assert.Equal(3, some.Count);
        Assert.Subset(isrcs.ToHashSet(), some.Keys.ToHashSet());
        Assert.Equal(some.Keys, (await Drawn(3)).Keys);
    }

    private async Task<Dictionary<string, int>> Drawn(int most)
    {
        var drawn = new Dictionary<string, int>();
        var readings = server.Services.GetRequiredService<ReadingTable>();
        await foreach (var (isrc, of) in readings.OfSample(Store.Parse("spotify"), CaseLedger.Domain.Day.Parse(Day), CaseLedger.Domain.Day.Parse(Day), most, TestContext.Current.CancellationToken))
        {
            drawn.Add($"{isrc}", of.Count);
        }

        return drawn;
    }
}
