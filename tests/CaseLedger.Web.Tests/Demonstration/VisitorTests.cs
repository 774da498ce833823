using CaseLedger.Web.Demonstration;
using CaseLedger.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CaseLedger.Web.Tests.Demonstration;

/// <summary>Whoever opens the demonstration's pages without a token sees the demonstration, whatever else stands in the ledger.</summary>
public sealed class VisitorTests(Postgres postgres)
{
    [Fact]
    public async Task Visitor_SeesTheThreeRecordingsOnly()
    {
        const string Added = "AADEM2470002";
        await using var server = new TestServer(postgres) { Settings = new() { IsDemonstration = true } };
        await server.InitializeAsync();
        await server.Services.GetRequiredService<Replay>().Run(CancellationToken.None);
        await server.OpenCase(Added);
        await server.Recorded("agent", $"/api/v1/cases/{Conversation.A}/links", new { id = Guid.NewGuid(), isrc = Added, reason = "same days" });
        await server.CatchUp();

        var list = await Scenario.Run(server, s => s.Get("/").StatusIs(200));
        var found = await Scenario.Run(server, s => s.Get($"/?q={Added}").StatusIs(200));
        var page = await Scenario.Run(server, s => s.Get($"/cases/{Conversation.A}").StatusIs(200));

        Assert.Contains("AA-DEM-24-00003", list.Text, StringComparison.Ordinal);
        Assert.Contains("nobody can change it afterwards", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody can change it afterwards", (await Scenario.Run(server, s => s.As("artist").Get("/").StatusIs(200))).Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"/cases/{Added}", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"/cases/{Added}", found.Text, StringComparison.Ordinal);
        Assert.Contains("AA-DEM-24-00002", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("AA-DEM-24-70002", page.Text, StringComparison.Ordinal);
        await Scenario.Run(server, s => s.Get($"/cases/{Added}").StatusIs(404));
        await Scenario.Run(server, s => s.As("agent").Get($"/cases/{Added}").StatusIs(200));
        await Scenario.Run(server, s => s.Get($"/api/v1/cases/{Conversation.A}").IsProblem(401, "not-signed-in"));
    }
}
