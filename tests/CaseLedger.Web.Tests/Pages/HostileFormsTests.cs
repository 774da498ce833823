using System.Text.Json;
using CaseLedger.Web.Accounts;
using CaseLedger.Web.Tests.Access;
using CaseLedger.Web.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CaseLedger.Web.Tests.Pages;

/// <summary>Every form of every page for every role: sent without its token, from elsewhere, and with script in every field.</summary>
public sealed class HostileFormsTests(HostileFormsTests.Crawl crawl) : IClassFixture<HostileFormsTests.Crawl>
{
    private const string Mark = "hostile";

    /// <summary>Closes whatever it may stand in, and runs; a template would make 49 of the sum.</summary>
    private const string Script = $"{Mark}\"'><script>window.{Mark}=1</script><img src=x onerror=window.{Mark}=1>{Mark}-{{{{7*7}}}}";

    private static readonly string[] Payloads = [Script, $"javascript:window.{Mark}=1", "\u202Eelitsoh", $"{Mark}\0<script>window.{Mark}=1</script>"];

    private static readonly string[] Elsewhere =
        ["//evil.example", "https://evil.example", "/\\evil.example", "\\/evil.example", "/\t/evil.example", "javascript:alert(1)", "https:evil.example", " //evil.example"];

    private static readonly string[] Parameters =
    [
        "q", "status", "store", "stores", "day", "days", "tab", "cursor", "from", "to", "observedBy", "recordedBy", "asOf", "source", "measure", "sort", "order",
        "assignee", "incident", "waitingOn", "minUnexplained", "minGap", "overdue", "party", "kind", "back", "returnUrl", "ReturnUrl", "after", "isrc", "view", "name", "handler",
    ];

    /// <summary>Forms that no page shows: the words that stand for a status are reached by being refused.</summary>
    private static readonly string[] WithoutForm = ["/status/{status}"];

    [Fact]
    public void EveryPage_HasASample_AndEveryPostOfThePagesAForm()
    {
        var sampled = AccessTable.All.Where(row => row.Method == "GET").Select(row => AccessRow.RouteOf(row.Address)).ToHashSet();
        var unseen = Routes.Pages(crawl.Server).Where(page => !sampled.Contains(page)).ToList();
        Assert.True(unseen.Count == 0, $"AccessTable needs a GET row, with what its address names, for:\n{string.Join('\n', unseen)}");

        var posts = AccessTable.All.Where(row => row is { Method: "POST", IsApi: false }).Select(row => AccessRow.RouteOf(row.Address)).Except(WithoutForm);
        var missing = posts.Except(crawl.Forms.Select(form => form.Route)).ToList();
        Assert.True(missing.Count == 0, $"The crawl finds no form for these; give it the state in which a page shows one (Crawl), or say why there is none (WithoutForm):\n{string.Join('\n', missing)}");
    }

    [Fact]
    public async Task EveryForm_WithoutItsToken_OrWithThatOfSomebodyElse_IsRefusedInWordsAndDoesNothing()
    {
        var stranger = await new Visit(crawl.Server).FormToken();
        var before = await crawl.Server.Size();
        foreach (var form in crawl.Forms)
        {
            Assert.Contains(form.Shown.Fields, field => field.Name == ShownField.Token);
            foreach (var token in new[] { null, "", "CfDJ8", form.Who == "anonymous" ? await crawl.Visits["agent"].FormToken() : stranger })
            {
                var reply = await form.Send(form.Good(), token);

                Assert.True(reply.Status == 400, $"{form} with the token '{token}' gives {reply.Status}");
                Assert.Contains("The form had expired", reply.Text, StringComparison.Ordinal);
            }
        }

        Assert.Equal(before, await crawl.Server.Size());
        Assert.All(["artist", "agent", "manager"], role => Assert.Equal(200, crawl.Visits[role].Get("/profile").Result.Status));
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://caseledger.example")]
    [InlineData("Origin", "https://caseledger.example.evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task EveryForm_FromElsewhere_IsRefused_ThoughItsTokenIsRight(string header, string value)
    {
        var before = await crawl.Server.Size();
        foreach (var form in crawl.Forms)
        {
            var reply = await form.Send(form.Good(), await form.Visit.FormToken(), (header, value));

            Assert.True(reply.Status == 403, $"{form} from elsewhere gives {reply.Status}");
        }

        Assert.Equal(before, await crawl.Server.Size());
    }

    [Fact]
    public async Task EveryField_WithScript_IsRefusedOrShownAsText_OnEveryPage()
    {
        var wrong = new List<string>();
        var (sent, taken) = (0, 0);
        foreach (var form in crawl.Forms)
        {
            foreach (var field in form.Shown.Fields.Where(field => field.Name != ShownField.Token))
            {
                foreach (var payload in Payloads)
                {
                    var fields = form.Good();
                    fields[field.Name] = payload;
                    var reply = await form.Send(fields, await form.Visit.FormToken());
                    sent++;
                    taken += reply.Status == 302 ? 1 : 0;
                    wrong.AddRange(Wrong($"{form}, {field.Name} = {payload}", reply));
                }
            }
        }

        Assert.True(sent > 300 && taken > 30, $"Only {sent} forms were sent, and {taken} of them taken.");
        await ScriptByApi();
        await crawl.Server.CatchUp();

        var shownOn = new List<string>();
        foreach (var (who, visit) in crawl.Visits)
        {
            foreach (var address in crawl.Addresses)
            {
                var reply = await visit.Get(address);
                wrong.AddRange(Wrong($"{address} for {who}", reply));
                if (reply.MediaType == "text/html" && Html.Read(reply.Text).Body!.TextContent.Contains("<script>window.", StringComparison.Ordinal))
                {
                    shownOn.Add($"{crawl.Sample.Unfill(address)} {who}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct()));
        // It is there, as text: else nothing of this would have been looked at.
        foreach (var page in new[] { "/cases/{isrc} agent", "/cases/{isrc} artist", "/cases/{isrc} manager", "/ artist", "/cases manager", "/search?q=hostile agent", "/inbox?tab=unassigned agent", "/accounts manager", "/accounts/invitations manager", "/duties manager", "/duties agent", "/incidents/{incident} agent" })
        {
            Assert.Contains(page, shownOn);
        }
    }

    [Fact]
    public async Task EveryParameter_OfEveryPage_IsReflectedAsTextOnly_AndLeadsNowhereElse()
    {
        var wrong = new List<string>();
        foreach (var (who, address) in crawl.Open)
        {
            foreach (var payload in Elsewhere)
            {
                await Look(who, With(address, Parameters.Select(name => (name, payload))));
            }
        }

        // Those who are refused are shown a page too.
        foreach (var (who, address) in crawl.Visits.Keys.SelectMany(who => crawl.Addresses.Select(address => (who, address))))
        {
            await Look(who, With(address, Parameters.Select(name => (name, Script))));
        }

        // One at a time as well: together, one that is refused hides the others.
        foreach (var (who, page) in crawl.Open.Select(open => (open.Who, open.Address.Split('?')[0])).DistinctBy(open => open.Item2))
        {
            foreach (var name in Parameters)
            {
                await Look(who, With(page, [(name, Script)]));
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct()));

        async Task Look(string who, string address) => wrong.AddRange(Wrong($"{address} for {who}", await crawl.Visits[who].Get(address)));

        static string With(string address, IEnumerable<(string Name, string Value)> parameters) =>
            $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{string.Join('&', parameters.Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value)}"))}";
    }

    [Fact]
    public async Task NobodyIsLedElsewhere_AfterSigningIn_NorByTheLanguage()
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        await Visit.Make(crawl.Server, "agent", $"agent:{Guid.NewGuid():N}", email);
        foreach (var to in Elsewhere)
        {
            foreach (var name in new[] { "to", "ReturnUrl" })
            {
                var visit = new Visit(crawl.Server);
                var page = $"/sign-in?{name}={Uri.EscapeDataString(to)}";
                var signedIn = await visit.SignIn(email, page: page);
                Assert.Equal((302, "/"), (signedIn.Status, signedIn.Headers["Location"]));
                var again = await visit.Get(page);
                Assert.Equal((302, "/"), (again.Status, again.Headers["Location"]));
            }

            var chosen = await crawl.Visits["agent"].Copy().Post(
                "/language", [new("language", "it"), new("back", to), new(ShownField.Token, await crawl.Visits["agent"].FormToken())]);
            Assert.Equal((302, "/"), (chosen.Status, chosen.Headers["Location"]));
        }
    }

    // What forms do not reach, the API does: each text of each write, one after the other.
    private async Task ScriptByApi()
    {
        var number = 0;
        foreach (var write in Write.All)
        {
            foreach (var field in crawl.Sample.BodyOf(write).Where(field => field.Key != "id" && field.Value!.GetValueKind() == JsonValueKind.String).Select(field => field.Key))
            {
                var body = crawl.Sample.BodyOf(write);
                if (write.Pattern == "/api/v1/cases/")
                {
                    body["isrc"] = $"AADEM29{number++:00000}";
                }

                body[field] = Script;
                var reply = await Scenario.Run(crawl.Server, s => s.As(write.Token).Post(crawl.Sample.Fill(write.Pattern.TrimEnd('/')), body));
                Assert.True(reply.Status is 201 or 400 or 404 or 409, $"{write.Pattern}, {field}: {reply}");
            }
        }
    }

    private static IEnumerable<string> Wrong(string what, Reply reply)
    {
        if (reply.Status >= 500)
        {
            yield return $"{what}: {reply.Status}";
        }

        if (reply.Headers.TryGetValue("Location", out var location)
            && !Html.IsOurs(location.StartsWith("https://caseledger.example/", StringComparison.Ordinal) ? location["https://caseledger.example".Length..] : location))
        {
            yield return $"{what}: leads to {location}";
        }

        if (!reply.Headers.GetValueOrDefault("X-Content-Type-Options", "").Contains("nosniff", StringComparison.Ordinal))
        {
            yield return $"{what}: may be taken for something else than {reply.MediaType}";
        }

        if (reply.MediaType != "text/html")
        {
            yield break;
        }

        foreach (var danger in Html.Dangers(reply.Text))
        {
            yield return $"{what}: {danger}";
        }

        if (reply.Text.Contains($"{Mark}-49", StringComparison.Ordinal))
        {
            yield return $"{what}: was worked out";
        }
    }

    /// <summary>A form that somebody was shown.</summary>
    internal sealed record Found(string Who, Visit Visit, string Page, string Route, ShownForm Shown, Sample Sample)
    {
        /// <summary>What would be a good form: as the table of access has it, else what stands in it, else a word.</summary>
        public Dictionary<string, string> Good()
        {
            var good = (AccessTable.All.FirstOrDefault(row => row.Key == $"POST {Route}")?.Fields ?? "")
                .Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=')).ToDictionary(part => part[0], part => Sample.Fill(part[1]));
            var fields = Shown.Fields.Where(field => field.Name != ShownField.Token && field.Type is not ("checkbox" or "radio"))
                .GroupBy(field => field.Name).ToDictionary(group => group.Key, group => good.GetValueOrDefault(group.Key, group.First().Value));
            // What a page shows only once something was typed, and boxes, which are sent where they are ticked.
            foreach (var (name, value) in good.Where(field => !fields.ContainsKey(field.Key)))
            {
                fields[name] = value;
            }

            if (fields.ContainsKey("id"))
            {
                fields["id"] = Guid.NewGuid().ToString();
            }

            if (fields.ContainsKey("opening"))
            {
                // A case is opened once: each form is about another recording.
                fields["isrc"] = fields["opening"] = $"AADEM28{Interlocked.Increment(ref _opened):00000}";
                (fields["title"], fields["artist"]) = ("A title", "An artist");
            }

            return fields;
        }

        private static int _opened;

        /// <summary>Sends it, in a window of its own.</summary>
        public Task<Reply> Send(Dictionary<string, string> fields, string? token, params (string, string)[] headers) =>
            Visit.Copy().Post(Shown.Action, token is null ? fields : fields.Append(new(ShownField.Token, token)), headers);

        public override string ToString() => $"{Who}: {Page} → {Route}";
    }

    /// <summary>Every page as everybody sees it, in a state in which the pages show all their forms.</summary>
    public sealed class Crawl(Postgres postgres) : IAsyncLifetime
    {
        private static readonly string[] More =
        [
            "/claim?isrc={isrc}", "/claim?isrc=AADEM2899999", "/inbox?tab=unassigned", "/inbox?tab=us", "/inbox?tab=them", "/inbox?tab=overdue",
            "/search?q=hostile", "/cases?q=hostile", "/cases.csv?q=hostile", "/cases/{isrc}?days=all", "/accounts/{disabled}",
        ];

        private readonly RoomyServer _roomy = new(postgres);

        public TestServer Server => _roomy.Server;

        public Sample Sample { get; private set; } = null!;

        public Dictionary<string, Visit> Visits { get; } = [];

        public IReadOnlyList<string> Addresses { get; private set; } = [];

        /// <summary>The pages that are open to somebody, each once.</summary>
        public List<(string Who, string Address)> Open { get; } = [];

        internal List<Found> Forms { get; } = [];

        public async ValueTask InitializeAsync()
        {
            await _roomy.InitializeAsync();
            Visits["anonymous"] = new(Server);
            Visits["artist"] = await Visit.SignedIn(Server, "artist", "artist:a");
            Visits["agent"] = await Visit.SignedIn(Server, "agent", "agent:support-1");
            Visits["manager"] = await Visit.SignedIn(Server, "manager", "manager:lead");
            await TwoSteps("twice@example.com");
            // But for a case that is settled, which takes little: the forms settle it and take it up again.
            Sample = await Sample.Make(Server, string.Join(' ', AccessTable.All
                .Where(row => !row.IsApi && !row.Address.EndsWith("/act/reopen", StringComparison.Ordinal)).Select(row => row.Address)));
            await Visits["manager"].Fill("/cases", "/cases?handler=Save", ("name", "a view"));

            Addresses = [.. AccessTable.All.Where(row => row is { Method: "GET", IsApi: false }).Select(row => row.Address).Concat(More).Select(Sample.Fill).Distinct()];
            foreach (var (who, visit) in Visits)
            {
                foreach (var address in Addresses)
                {
                    await Look(who, visit, address);
                }
            }
        }

        public ValueTask DisposeAsync() => _roomy.DisposeAsync();

        private async Task Look(string who, Visit visit, string address)
        {
            var page = await visit.Get(address);
            Assert.True(page.Status < 500, $"{address} for {who}: {page.Status}");
            if (page is { Status: 200, MediaType: "text/html" } && Open.TrueForAll(open => open.Address != address))
            {
                Open.Add((who, address));
            }

            foreach (var form in page.MediaType == "text/html" ? Html.PostForms(page.Text, address) : [])
            {
                var route = Routes.Of(Server, form.Action);
                var names = string.Join(' ', form.Fields.Select(field => field.Name));
                if (!Forms.Exists(found => found.Who == who && found.Route == route && string.Join(' ', found.Shown.Fields.Select(field => field.Name)) == names))
                {
                    Forms.Add(new(who, visit, address, route, form, Sample));
                }
            }
        }

        // Somebody with a second factor: halfway through signing in, and then within.
        private async Task TwoSteps(string email)
        {
            await Visit.Make(Server, "agent", "agent:twice", email);
            await using var scope = Server.Services.CreateAsyncScope();
            var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            var account = (await accounts.FindByEmailAsync(email))!;
            await accounts.ResetAuthenticatorKeyAsync(account);
            await accounts.SetTwoFactorEnabledAsync(account, true);
            var codes = await accounts.GenerateNewTwoFactorRecoveryCodesAsync(account, 1);
            Visits["halfway"] = new(Server);
            await Visits["halfway"].SignIn(email);
            Visits["twice"] = Visits["halfway"].Copy();
            Assert.Equal(302, (await Visits["twice"].Fill("/sign-in/second-factor", "/sign-in/second-factor", ("code", codes!.Single()))).Status);
        }
    }
}
