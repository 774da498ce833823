using System.Text.RegularExpressions;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Pages;

/// <summary>Lists that are longer than a page go on by their cursors: each thing once, in order.</summary>
public sealed class GoingOnTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Cases_InTheSameFilterAndOrder()
    {
        var isrcs = Enumerable.Range(0, 53).Select(i => $"AAPAG24{i:00000}").ToList();
        foreach (var isrc in isrcs)
        {
            await server.Recorded("agent", "/api/v1/cases", new { id = Guid.NewGuid(), isrc, title = "Pages apart", artist = "A", channel = "email" });
        }

        await server.CatchUp();
        const string Path = "/cases?q=apart&sort=isrc";

        var first = await server.OpenPage("manager", Path);
        Assert.Equal(50, first.Rows().Count);
        Assert.StartsWith($"{Path}&cursor=", first.Link("next"), StringComparison.Ordinal);
        Assert.Contains("First page", (await server.OpenPage("manager", first.Link("next")!)).Text, StringComparison.Ordinal);
        Assert.Equal(isrcs, await server.AllRows("manager", Path));
        Assert.Equal(54, Lines(await Scenario.Run(server, s => s.As("manager").Get("/cases.csv?q=apart"))).Length);
    }

    [Fact]
    public async Task Duties_FromThoseWithADayToThoseWithout()
    {
        const string Isrc = "AADEM2474003";
        await server.OpenCase(Isrc, "artist:c");
        for (var i = 0; i < 60; i++)
        {
            await server.Recorded("agent", $"/api/v1/cases/{Isrc}/promises", new { id = Guid.NewGuid(), by = "other", what = $"Thing {i}", dueOn = i < 52 ? "2199-02-01" : null });
        }

        await server.CatchUp();
        var first = await server.OpenPage("manager", "/duties?owedBy=other");
        var second = await server.OpenPage("manager", first.Link("next")!);

        Assert.Equal((50, 10), (first.Rows().Count, second.Rows().Count));
        Assert.Null(second.Link("next"));
        Assert.Contains("First page", second.Text, StringComparison.Ordinal);
        Assert.Equal(
            Enumerable.Range(0, 60).Select(i => $"Thing {i}"),
            new[] { first, second }.SelectMany(page => Regex.Matches(page.Text, "</span> (Thing [0-9]+)</span>").Select(match => match.Groups[1].Value)));
        Assert.Equal(61, Lines(await Scenario.Run(server, s => s.As("manager").Get("/duties.csv?owedBy=other"))).Length);

        // A cursor of a wider list leads into the narrower one as far as there is anything.
        Assert.Empty((await server.OpenPage("manager", $"{first.Link("next")}&overdue=only")).Rows());
    }

    private static string[] Lines(Reply file) => file.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
}
