using CaseLedger.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CaseLedger.Web.Tests.Pages;

public sealed class OperationsPageTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly string[] Projections = ["cases", "duties", "incidents", "leaves", "readings", "statements"];

    [Fact]
    public async Task Page_SaysHowFarTheViewsAre_AndHowTheDatabaseIs()
    {
        await server.OpenCase("AADEM2476001");
        await server.CatchUp();
        var size = await server.Size();

        var page = await server.OpenPage("manager", "/operations");

        Assert.All(Projections, name => Assert.Matches(
            $"<th scope=\"row\">{name}</th>\\s*<td[^>]*><span class=\"badge\">up to date</span></td>\\s*<td[^>]*>[0-9]+</td>\\s*<td[^>]*>{size}</td>\\s*<td[^>]*>0</td>", page.Text));
        Assert.Contains($"<dt>Events</dt><dd>{size}</dd>", page.Text, StringComparison.Ordinal);
        Assert.Matches("Connections, [0-9]+ at most</dt><dd>[1-9]", page.Text);
        Assert.Contains("PostgreSQL 1", page.Text, StringComparison.Ordinal);
        Assert.All(["fsync", "full_page_writes", "synchronous_commit"], setting => Assert.Contains($"<code>{setting}</code>", page.Text, StringComparison.Ordinal));
        Assert.Contains("<th scope=\"row\">ledger.event</th>", page.Text, StringComparison.Ordinal);
        Assert.Contains("hx-get=\"/operations\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/operations\">Look again</a>", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AViewThatFailed_SaysAtWhichEventAndWhy_AsText()
    {
        await server.OpenCase("AADEM2476002");
        await server.CatchUp();
        var database = server.Services.GetRequiredService<NpgsqlDataSource>();
        await using var fail = database.CreateCommand("update read.projection set failed_at = 0, failure = '<b>no room</b>' where name = 'statements'");
        await fail.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        try
        {
            var page = await server.OpenPage("manager", "/operations");

            Assert.Contains("<span class=\"badge alarm\">failed</span>", page.Text, StringComparison.Ordinal);
            Assert.Contains("at event 0: &lt;b&gt;no room&lt;/b&gt;", page.Text, StringComparison.Ordinal);
        }
        finally
        {
            await using var mend = database.CreateCommand("update read.projection set failed_at = null, failure = null where name = 'statements'");
            await mend.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task Page_IsForManagers()
    {
        foreach (var token in new[] { "agent", "artist", "ingest" })
        {
            await server.OpenPage(token, "/operations", 403);
        }

        var nobody = await Scenario.Run(server, s => s.Header("Accept", "text/html").Get("/operations").StatusIs(302));
        Assert.Contains("/sign-in?to=", nobody.Headers["Location"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("artist", "My cases|Imports")]
    [InlineData("agent", "Inbox|Log a claim|Cases|Duties|Incidents|Imports|Accounts")]
    [InlineData("manager", "Cases|Duties|Incidents|Imports|Operations|Accounts")]
    public async Task Header_LeadsEachRole_ToItsWork(string role, string links)
    {
        var page = await server.OpenPage(role, "/search");

        var header = page.Words()[page.Words().IndexOf("aria-label=\"Pages\">", StringComparison.Ordinal)..];
        var found = System.Text.RegularExpressions.Regex.Matches(header[..header.IndexOf("</nav>", StringComparison.Ordinal)], "<a href=\"([^\"]+)\"[^>]*>([^<]+)</a>");
        Assert.Equal(links, string.Join('|', found.Select(link => link.Groups[2].Value)));
        foreach (var address in found.Select(link => link.Groups[1].Value))
        {
            await server.OpenPage(role, address);
        }
    }
}
