using System.Text.RegularExpressions;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Pages;

public sealed class IncidentPagesTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Script = "<script>alert(1)</script>";

    [Fact]
    public async Task Declared_Rescoped_AndFixed_ByForms_AsTheApiWould_AndEachOnce()
    {
        const string Isrc = "AADEM2475001";
        await server.OpenCase(Isrc);
        await server.Screenshot(Isrc, Guid.NewGuid(), "2024-05-02", 200, observedOn: "2024-05-10");
        await Trends(Isrc, "2024-05-10", "2024-05-02", 20);
        var manager = await Manager();

        var declared = await Twice(manager, "/incidents/declare", Declared("trends-may"));
        Assert.Equal("/incidents/trends-may", declared.Headers["Location"]);
        var page = await manager.Get("/incidents/trends-may");
        Assert.Contains("was recorded before, as event 1", page.Text, StringComparison.Ordinal);
        Assert.Equal([Isrc], page.Rows());
        Assert.Contains(">180</td>", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Gap before the fix", page.Text, StringComparison.Ordinal);

        await Twice(manager, "/incidents/trends-may/scope", ("first", "2024-05-01"), ("last", "2024-05-03"), ("text", "More days are wrong."));
        await Twice(manager, "/incidents/trends-may/fix", ("fixed", "2024-05-15"), ("text", ""));
        await Trends(Isrc, "2024-05-20", "2024-05-02", 185);
        await server.CatchUp();

        page = await manager.Get("/incidents/trends-may");
        Assert.Equal(3, Regex.Count(page.Text, "<li class=\"case\" id=\"event-"));
        Assert.Contains("<span class=\"struck\">2 May 2024</span>", page.Text, StringComparison.Ordinal);
        Assert.Contains("<blockquote>Trends shows too little.</blockquote>", page.Text, StringComparison.Ordinal);
        Assert.Contains("<blockquote class=\"prose\">More days are wrong.</blockquote>", page.Text, StringComparison.Ordinal);
        Assert.Contains("The numbers were put right: 15 May 2024", page.Text, StringComparison.Ordinal);
        Assert.Matches(">180</td>\\s*<td[^>]*>15</td>\\s*<td[^>]*><span class=\"badge\">closed</span>", page.Text);
        Assert.Matches("Gaps closed</dt><dd>1</dd></div>\\s*<div><dt>Gaps not closed</dt><dd>0</dd>", page.Text);

        var api = (await Scenario.Run(server, s => s.As("manager").Get("/api/v1/incidents/trends-may").StatusIs(200))).Json["incident"]!;
        Assert.Equal(
            "3 spotify 2024-05-01 2024-05-03 trends 2024-05-06 2024-05-15 More days are wrong.",
            $"{api["version"]} {api["store"]} {api["firstDay"]} {api["lastDay"]} {api["affects"]} {api["declared"]!["on"]} {api["fixedAt"]!["on"]} {api["publicText"]}");
    }

    [Fact]
    public async Task List_SaysHowFarEachHasCome_AndHowManyCasesItTouches_TheNewestFirst()
    {
        await server.OpenCase("AADEM2475002");
        await server.Screenshot("AADEM2475002", Guid.NewGuid(), "2024-01-07", 20);
        await Declare("trends-list-one", "2024-01-07");
        await Declare("trends-list-two", "2024-01-08");
        await server.Recorded("manager", "/api/v1/incidents/trends-list-two/scope", new { id = Guid.NewGuid(), firstDay = "2024-01-08", lastDay = "2024-01-09", publicText = "More." });
        await server.CatchUp();

        var page = await server.OpenPage("agent", "/incidents");

        Assert.Matches("/incidents/trends-list-two[^§]*?>Re-scoped<[^§]*?>\\s+0\\s+</td>[^§]*?/incidents/trends-list-one[^§]*?>Declared<[^§]*?incident=trends-list-one\">1<", page.Text);
        Assert.DoesNotContain("/incidents/declare", page.Text, StringComparison.Ordinal);
        Assert.Contains("/incidents/declare", (await server.OpenPage("manager", "/incidents")).Text, StringComparison.Ordinal);
        Assert.Equal(["AADEM2475002"], (await server.OpenPage("manager", "/cases?status=all&incident=trends-list-one")).Rows());
    }

    [Fact]
    public async Task Lists_GoOnByTheirCursors()
    {
        var isrcs = Enumerable.Range(0, 53).Select(i => $"AAPAG24{i:00000}").ToList();
        foreach (var isrc in isrcs)
        {
            await Trends(isrc, "2023-03-01", "2023-02-01", 10);
        }

        for (var i = 0; i < 27; i++)
        {
            await Declare($"trends-many-{i:00}", "2023-02-01");
        }

        await server.CatchUp();
        var first = await server.OpenPage("manager", "/incidents");
        var second = await server.OpenPage("manager", first.Link("next")!);
        Assert.Equal(25, Regex.Count(first.Text, "<th scope=\"row\">"));
        Assert.Contains("trends-many-26", first.Text, StringComparison.Ordinal);
        Assert.Contains("trends-many-00", second.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("trends-many-26", second.Text, StringComparison.Ordinal);

        Assert.Equal(isrcs, await server.AllRows("agent", "/incidents/trends-many-03"));
        Assert.Contains("<dd>53</dd>", (await server.OpenPage("agent", "/incidents/trends-many-03")).Text, StringComparison.Ordinal);
        Assert.Equal(50, (await server.OpenPage("agent", "/incidents/trends-many-03?cursor=mangled")).Rows().Count);
    }

    [Fact]
    public async Task Forms_ThatCannotBe_AreRefusedWithWords_AndWhatWasTyped()
    {
        var manager = await Manager();
        await Declare("trends-refused", "2024-06-01");
        await server.CatchUp();

        var empty = await manager.Fill("/incidents/declare", "/incidents/declare", ("slug", "Not A Slug"), ("text", "what was typed"));
        Assert.Equal(422, empty.Status);
        Assert.Contains("what was typed", empty.Text, StringComparison.Ordinal);
        Assert.All(["slug", "store", "first", "last"], field => Assert.Contains($"href=\"#field-{field}\"", empty.Text, StringComparison.Ordinal));

        foreach (var name in new[] { "candidates", "radar", "declare" })
        {
            var taken = await manager.Fill("/incidents/declare", "/incidents/declare", Declared(name));
            Assert.Equal(422, taken.Status);
            Assert.Contains("This name is the address of another page.", taken.Text, StringComparison.Ordinal);
            await Scenario.Run(server, s => s.As("manager").Post("/api/v1/incidents", Write.Of("/api/v1/incidents/").WithId(change: b => b["slug"] = name)).IsProblem(400, "malformed"));
        }

        await Refused("/incidents/declare", Declared("trends-refused"));
        await Refused("/incidents/declare", [.. Declared("trends-reversed"), ("last", "2024-04-30")]);
        await Refused("/incidents/trends-refused/scope", ("first", "2024-06-01"), ("last", "2024-06-01"), ("text", "Wrong."));
        await Refused("/incidents/trends-refused/fix", ("fixed", "2199-01-01"));
        await server.Recorded("manager", "/api/v1/incidents/trends-refused/fix", new { id = Guid.NewGuid(), fixedAt = "2024-06-10" });
        await server.CatchUp();
        await Refused("/incidents/trends-refused/fix", ("fixed", "2024-06-11"));
        Assert.DoesNotContain("/fix\"", (await manager.Get("/incidents/trends-refused")).Text, StringComparison.Ordinal);

        async Task Refused(string path, params (string, string)[] fields)
        {
            var reply = await manager.Fill(path, path, fields);
            Assert.True(reply.Status == 409, $"{path}: {reply}");
            Assert.Contains("Not recorded:", reply.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task WhatSomebodyTyped_IsText()
    {
        var manager = await Manager();
        var wrong = await manager.Fill("/incidents/declare", "/incidents/declare", ("slug", Script), ("store", Script), ("first", Script), ("text", Script), ("declared", Script));
        Assert.Equal(422, wrong.Status);
        Assert.Equal(302, (await manager.Fill("/incidents/declare", "/incidents/declare", [.. Declared("trends-script"), ("text", Script)])).Status);
        Assert.Equal(302, (await manager.Fill("/incidents/trends-script/scope", "/incidents/trends-script/scope", ("first", "2024-05-01"), ("last", "2024-05-02"), ("text", $"{Script} again"))).Status);

        foreach (var page in new[] { wrong, await manager.Get("/incidents/trends-script"), await manager.Get("/incidents/trends-script/scope") })
        {
            Assert.Contains(Script, page.Words(), StringComparison.Ordinal);
            Assert.DoesNotContain(Script, page.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/incidents", "agent manager")]
    [InlineData("/incidents/radar", "agent manager")]
    [InlineData("/incidents/trends-roles", "agent manager")]
    [InlineData("/incidents/declare", "manager")]
    [InlineData("/incidents/trends-roles/scope", "manager")]
    [InlineData("/incidents/trends-roles/fix", "manager")]
    public async Task Page_IsForItsRoles(string path, string roles)
    {
        if ((await Scenario.Run(server, s => s.As("manager").Get("/api/v1/incidents/trends-roles"))).Status == 404)
        {
            await Declare("trends-roles", "2024-07-01");
            await server.CatchUp();
        }

        foreach (var token in new[] { "agent", "manager", "artist", "ingest" })
        {
            await server.OpenPage(token, path, roles.Split(' ').Contains(token) ? 200 : 403);
        }

        var nobody = await Scenario.Run(server, s => s.Header("Accept", "text/html").Get(path).StatusIs(302));
        Assert.Contains("/sign-in?to=", nobody.Headers["Location"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/incidents/nobody-declared-it")]
    [InlineData("/incidents/Not-A-Slug")]
    [InlineData("/incidents/nobody-declared-it/scope")]
    [InlineData("/incidents/nobody-declared-it/fix")]
    public async Task AnAbsentIncident_IsNotHere(string path) =>
        Assert.Contains("Nothing here", (await server.OpenPage("manager", path, 404)).Text, StringComparison.Ordinal);

    [Fact]
    public async Task Radar_ShowsWhatStandsOut_AndLeadsToDeclaringIt()
    {
        // Six recordings with shares of their own; on two days of ten Trends lacks most of each.
        var days = Enumerable.Range(1, 10).Select(d => $"2024-08-{d:00}").ToArray();
        for (var i = 0; i < 6; i++)
        {
            var isrc = $"AADEM247510{i}";
            await server.OpenCase(isrc);
            await server.Recorded("agent", $"/api/v1/cases/{isrc}/screenshots", new
            {
                id = Guid.NewGuid(), store = "spotify", observed = new { on = "2024-08-20" }, readings = days.Select((day, d) => new { day, count = Dashboard(i, d) }),
            });
            await server.Recorded("agent", $"/api/v1/cases/{isrc}/trends-snapshots", new
            {
                id = Guid.NewGuid(), store = "spotify", takenAt = "2024-08-20",
                readings = days.Select((day, d) => new { day, count = d is 4 or 5 ? Dashboard(i, d) / 10 : Dashboard(i, d) * (70 + i + ((d * 3) % 4)) / 100 }),
            });
        }

        await server.CatchUp();
        const string Address = "/incidents/radar?from=2024-08-01&to=2024-08-12";
        const string Prefilled = "/incidents/declare?store=spotify&first=2024-08-05&last=2024-08-06";

        var page = await server.OpenPage("manager", Address);
        Assert.Contains("5 Aug 2024 to 6 Aug 2024", page.Text, StringComparison.Ordinal);
        Assert.Contains("too little", page.Text, StringComparison.Ordinal);
        Assert.Contains(Prefilled, page.Words(), StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(page.Text, "<td class=\"less flagged\">"));
        Assert.Equal(2, Regex.Count(page.Text, "<td class=\"none\">"));
        Assert.DoesNotContain("/incidents/declare", (await server.OpenPage("agent", Address)).Text, StringComparison.Ordinal);

        var form = await server.OpenPage("manager", Prefilled);
        Assert.All(["trends-spotify-2024-08-05", "spotify", "2024-08-05", "2024-08-06"], value => Assert.Contains($"value=\"{value}\"", form.Text, StringComparison.Ordinal));

        await Declare("trends-august", "2024-08-05", "2024-08-06");
        await server.CatchUp();
        page = await server.OpenPage("manager", Address);
        Assert.DoesNotContain("/incidents/declare", page.Text, StringComparison.Ordinal);
        Assert.Contains("""<a href="/incidents/trends-august">trends-august</a>""", page.Text, StringComparison.Ordinal);

        static int Dashboard(int i, int d) => 400 + (37 * i) + (11 * d);
    }

    [Theory]
    [InlineData("from=soon", "from")]
    [InlineData("to=2024-02-30", "to")]
    [InlineData("from=2024-03-01&to=2024-02-01", "to")]
    [InlineData("from=2024-01-01&to=2024-12-31", "to")]
    [InlineData("to=1900-01-05", "to")]
    [InlineData("store=Not+A+Slug", "store")]
    public async Task Radar_OfNoStretch_SaysSo(string query, string field)
    {
        var page = await server.OpenPage("manager", $"/incidents/radar?{query}", 400);

        Assert.Contains($"href=\"#radar-{field}\"", page.Text, StringComparison.Ordinal);
        Assert.Matches($"id=\"radar-{field}\"[^>]*aria-invalid=\"true\"", page.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?from=&to=&store=")]
    [InlineData("?to=1900-01-28")]
    [InlineData("?from=2199-12-31&to=2199-12-31")]
    [InlineData("?from=2024-01-01&to=2024-04-01&store=deezer")]
    public async Task Radar_WithoutReadings_SaysSo(string query) =>
        Assert.Contains("On none of these days", (await server.OpenPage("agent", $"/incidents/radar{query}")).Text, StringComparison.Ordinal);

    private static (string, string)[] Declared(string slug) =>
    [
        ("slug", slug), ("store", "spotify"), ("affects", "trends"), ("first", "2024-05-02"), ("last", "2024-05-02"), ("text", "Trends shows too little."), ("declared", "2024-05-06"),
    ];

    // A form that is sent twice records once: the second answer says so.
    private static async Task<Reply> Twice(Visit manager, string path, params (string Name, string Value)[] fields)
    {
        var form = Visit.Forms((await manager.Get(path)).Text, path).Single(found => found.Hidden.ContainsKey("id"));
        var sent = form.Hidden.Concat(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))).ToList();
        var first = await manager.Post(form.Action, sent);
        var again = await manager.Post(form.Action, sent);
        Assert.Equal((302, 302), (first.Status, again.Status));
        return first;
    }

    private Task<Visit> Manager() => Visit.SignedIn(server, "manager", $"manager:incidents-{Guid.NewGuid():N}");

    private Task<Reply> Declare(string slug, string first, string? last = null) =>
        server.Recorded("manager", "/api/v1/incidents", Write.Of("/api/v1/incidents/").WithId(change: b => (b["slug"], b["firstDay"], b["lastDay"], b["publicText"]) = (slug, first, last ?? first, "Wrong.")));

    private Task<Reply> Trends(string isrc, string takenAt, string day, long count) =>
        server.Recorded("agent", $"/api/v1/cases/{isrc}/trends-snapshots", new { id = Guid.NewGuid(), store = "spotify", takenAt, readings = new[] { new { day, count } } });
}
