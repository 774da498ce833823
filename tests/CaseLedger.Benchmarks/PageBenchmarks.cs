using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CaseLedger.Domain;
using CaseLedger.Ledger;
using CaseLedger.Ledger.Projections;
using CaseLedger.LocalPostgres;
using CaseLedger.Web.Access;
using CaseLedger.Web.Accounts;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.ReadSide;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CaseLedger.Benchmarks;

/// <summary>A page as somebody opens it, a little differently each time, so that no cache answers for the database.</summary>
/// <param name="Route">The page's own address, as the server has it.</param>
/// <param name="Name">What is asked of it.</param>
/// <param name="Role">Who opens it.</param>
/// <param name="Path">The address of one request.</param>
internal sealed record PageSample(string Route, string Name, string Role, Func<int, string> Path)
{
    /// <summary>What it answers.</summary>
    internal HttpStatusCode Status { get; init; } = HttpStatusCode.OK;
}

/// <summary>
/// Every page on the ledger of a large distributor: how long the server takes, and that it walks no large table from
/// end to end for it.
/// </summary>
/// <remarks>The time is a client's on the same machine, from asking to the last byte: more than the server's own.</remarks>
internal sealed partial class PageBenchmarks(ThrowawayCluster cluster)
{
    private const int Requests = 200;
    private const int WarmUp = 20;
    private const double MostMedian = 100;
    private const double MostTail = 300;
    private const string Password = "four unlikely words together";

    // Of a smaller table reading all of it is what a good plan does.
    private const int LargeTable = 10_000;

    private static readonly string[] Orders = ["opened", "isrc", "title", "artist", "-moved", "waiting"];
    private static readonly string[] Acts = ["assign", "challenge", "evidence", "follow", "link", "reopen", "reply", "resolve", "trends"];
    private static readonly string[] Tabs = ["mine", "unassigned", "us", "them", "overdue"];

    /// <summary>Fills the ledger, serves it and opens every page.</summary>
    internal async IAsyncEnumerable<Measurement> Run()
    {
        await using var database = await Database.OpenReady(
            new() { Runtime = await cluster.CreateDatabase(), AllowUnsafe = true }, _ => { }, CancellationToken.None);
        await Fill(database);
        await using var app = Server.Build(
            database, new() { Urls = "http://127.0.0.1:0", SignInsPerMinute = 1_000 }, builder => builder.Logging.ClearProviders());
        await MakeAccounts(app, database);
        await app.StartAsync();
        var visitors = new Dictionary<string, Visitor>();
        try
        {
            foreach (var role in new[] { "agent", "manager", "artist" })
            {
                visitors.Add(role, new(app.Urls.First()));
                await visitors[role].SignIn($"{role}@example.com", Password);
            }

            visitors.Add("nobody", new(app.Urls.First()));
            var samples = await Samples(database, visitors["manager"], visitors["agent"]);
            RefuseUncovered(app, samples);
            foreach (var sample in samples)
            {
                yield return await Measure(sample, visitors[sample.Role], database);
            }
        }
        finally
        {
            foreach (var visitor in visitors.Values)
            {
                visitor.Dispose();
            }
        }
    }

    private static async Task<Measurement> Measure(PageSample sample, Visitor visitor, Database database)
    {
        for (var i = 0; i < WarmUp; i++)
        {
            await visitor.Send(HttpMethod.Get, sample.Path(Requests + i), null, sample.Status);
        }

        var before = await Walks(database);
        var times = new List<double>(Requests);
        for (var i = 0; i < Requests; i++)
        {
            var path = sample.Path(i);
            var started = Stopwatch.GetTimestamp();
            await visitor.Send(HttpMethod.Get, path, null, sample.Status);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        var after = await Walks(database);
        var walked = after.Where(table => table.Value > before.GetValueOrDefault(table.Key)).Select(table => table.Key).ToList();
        times.Sort();
        var (median, tail) = (Rounds.Median(times), times[(int)(Requests * 0.99) - 1]);
        return new($"{sample.Route}: {sample.Name}", "ms", median, null, MostMedian, string.Create(
            CultureInfo.InvariantCulture,
            $"99th percentile {tail:F1} ms{(walked.Count == 0 ? "" : $"; **walked {string.Join(", ", walked)}**")}"))
        {
            Failed = median >= MostMedian || tail >= MostTail || walked.Count > 0,
        };
    }

    // A backend counts its scans when it ends at the latest: the pool is emptied, so that all are counted.
    private static async Task<Dictionary<string, long>> Walks(Database database)
    {
        database.Runtime.Clear();
        await Task.Delay(300);
        await using var owner = NpgsqlDataSource.Create(database.OwnerConnectionString);
        await using var command = owner.CreateCommand(
            $"""
            select s.schemaname || '.' || s.relname, s.seq_scan
              from pg_stat_user_tables s join pg_class c on c.oid = s.relid
             where c.reltuples > {LargeTable}
            """);
        await using var rows = await command.ExecuteReaderAsync();
        var walks = new Dictionary<string, long>();
        while (await rows.ReadAsync())
        {
            walks.Add(rows.GetString(0), rows.GetInt64(1));
        }

        return walks;
    }

    private static async Task Fill(Database database)
    {
        await using (var ledger = new EventLedger(database.Runtime))
        {
            var clock = Stopwatch.StartNew();
            await foreach (var _ in ledger.BulkAppend(LargeLedger.Everything().ToAsyncEnumerable()))
            {
            }

            var daemon = new ProjectionDaemon(ledger, database.Runtime, Projections.All);
            await daemon.Prepare();
            foreach (var projection in Projections.All)
            {
                await new ProjectionRebuild(ledger, database.Runtime).Run(projection);
            }

            await using var maintain = database.OpenAsOwner();
            await using var vacuum = maintain.CreateCommand("vacuum analyze");
            vacuum.CommandTimeout = 0;
            await vacuum.ExecuteNonQueryAsync();
            await using var count = maintain.CreateCommand(
                "select (select count(*) from read.case_summary), (select count(*) from read.reading), (select size from ledger.head)");
            await using var row = await count.ExecuteReaderAsync();
            await row.ReadAsync();
            var (cases, readings) = (row.GetInt64(0), row.GetInt64(1));
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{cases:N0} cases, {readings:N0} readings, {row.GetInt64(2):N0} events, ready in {clock.Elapsed.TotalSeconds:F0} s"));
            if (cases < LargeLedger.Cases || readings < (long)LargeLedger.Cases * LargeLedger.ReadingsOfACase)
            {
                throw new InvalidOperationException($"Only {cases} cases and {readings} readings.");
            }
        }
    }

    private static async Task MakeAccounts(WebApplication app, Database database)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var making = scope.ServiceProvider.GetRequiredService<AccountMaking>();
        foreach (var (role, account) in new[] { (Role.Agent, "agent:support-3"), (Role.Manager, "manager:lead"), (Role.Artist, LargeLedger.ArtistOf(11).ToString()) })
        {
            var id = AccountId.Parse(account);
            var (_, result) = await making.Make($"{role.Word()}@example.com", Password, role, id, role == Role.Artist ? id : null);
            if (!result.Succeeded)
            {
                throw new InvalidOperationException(string.Join(", ", result.Errors.Select(error => error.Code)));
            }
        }

        // One for every case: as many as there could be artists.
        await using var others = database.OpenAsOwner();
        await using var insert = others.CreateCommand(
            $"""
            insert into accounts.account (
              id, acts_as, role, artist_account, created_at, user_name, normalized_user_name, email, normalized_email,
              email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            select gen_random_uuid(), 'artist:p' || n, 'artist', 'artist:a' || n % {LargeLedger.ArtistCount}, now() - n / 10 * interval '1 minute',
                   'p' || n || '@example.com', 'P' || n || '@EXAMPLE.COM', 'p' || n || '@example.com', 'P' || n || '@EXAMPLE.COM', true, false, false, true, 0
              from generate_series(1, {LargeLedger.Cases}) n;
            analyze accounts.account
            """);
        insert.CommandTimeout = 0;
        await insert.ExecuteNonQueryAsync();
    }

    // Each page has to be here, so that none comes in unmeasured.
    private static void RefuseUncovered(WebApplication app, IReadOnlyList<PageSample> samples)
    {
        var pages = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null)
            .Select(endpoint => $"/{endpoint.RoutePattern.RawText!.TrimStart('/')}").Distinct();
        var without = pages.Except(samples.Select(sample => sample.Route)).Except(["/language", "/sign-out", "/status/{status:int}"]).ToList();
        if (without.Count > 0)
        {
            throw new InvalidOperationException($"No sample opens {string.Join(", ", without)}.");
        }
    }

    private static async Task<List<string>> Deep(Visitor visitor, string address, int pages)
    {
        var (addresses, next) = (new List<string>(), (string?)address);
        while (next is not null && addresses.Count < pages)
        {
            addresses.Add(next);
            next = Next().Match(await visitor.Text(next)) is { Success: true } link ? WebUtility.HtmlDecode(link.Groups[1].Value) : null;
        }

        return addresses;
    }

    [GeneratedRegex("rel=\"next\" href=\"([^\"]+)\"")]
    private static partial Regex Next();

    private static async Task<IReadOnlyList<PageSample>> Samples(Database database, Visitor manager, Visitor agent)
    {
        var deep = await Deep(manager, "/cases", 60);
        var inbox = await Deep(agent, "/inbox?tab=us", 60);
        var duties = await Deep(manager, "/duties", 60);
        var accounts = await Deep(manager, "/accounts", 60);
        var (requests, promises, screenshots) = (
            await Ids(database, "information-requested.v1"), await Ids(database, "promise-made.v1"), await Ids(database, "screenshot-reported.v1"));

        static string Of(int i) => LargeLedger.IsrcOf(Opened(i)).ToString();
        static string Own(int i) => LargeLedger.IsrcOf(11 + ((i % 4) * LargeLedger.ArtistCount)).ToString();
        static string Stretch(int i, int days) => $"from={LargeLedger.LastDay.PlusDays(-100 - i - days)}&to={LargeLedger.LastDay.PlusDays(-101 - i)}";
        string Word(int i) => LargeLedger.TitleOf(i * 131).Split(' ')[i % 2].ToLowerInvariant();
        List<PageSample> samples =
        [
            new("/", "an artist's cases", "artist", _ => "/"),
            new("/cases", "as it opens", "manager", _ => "/cases"),
            new("/cases", "the 2nd to 60th page", "manager", i => deep[1 + (i % (deep.Count - 1))]),
            new("/cases", "every status", "manager", _ => "/cases?status=all"),
            .. Orders.Select(sort =>
                new PageSample("/cases", $"sorted by {sort}", "manager", i => $"/cases?sort={sort}{(i % 2 == 0 ? "" : "&status=resolved")}")),
            new("/cases", "one store, with few cases", "manager", _ => "/cases?store=tidal"),
            new("/cases", "one store, with few cases, sorted by title", "manager", _ => "/cases?store=tidal&sort=title&status=all"),
            new("/cases", "one store, with most cases", "manager", _ => "/cases?store=spotify&sort=-moved"),
            new("/cases", "a store without cases", "manager", _ => "/cases?store=none&status=all"),
            new("/cases", "of one agent", "manager", i => $"/cases?assignee=agent%3Asupport-{i % 40}&status=all"),
            new("/cases", "of an agent who has none", "manager", i => $"/cases?assignee=agent%3Anobody-{i}&sort=title"),
            new("/cases", "waiting for the store", "manager", i => $"/cases?waitingOn=store&sort={(i % 2 == 0 ? "waiting" : "artist")}"),
            new("/cases", "waiting for the artist, of one agent, in one store", "manager", i => $"/cases?waitingOn=artist&assignee=agent%3Asupport-{i % 40}&store=deezer"),
            new("/cases", "touched by an incident", "manager", i => $"/cases?incident={LargeLedger.IncidentOf(i % LargeLedger.IncidentCount)}"),
            new("/cases", "touched by an incident, sorted by title, every status", "manager", i => $"/cases?incident={LargeLedger.IncidentOf(i % LargeLedger.IncidentCount)}&sort=title&status=all"),
            new("/cases", "a word of a title", "manager", i => $"/cases?q={Uri.EscapeDataString(Word(i))}"),
            new("/cases", "two words of a title", "manager", i => $"/cases?q={Uri.EscapeDataString(Word(i) + " " + Word(i + 1))}&status=all"),
            new("/cases", "one letter", "manager", i => $"/cases?q={(char)('a' + (i % 26))}"),
            new("/cases", "a word that nobody has", "manager", i => $"/cases?q=zzx{i}&status=all&sort=title"),
            new("/cases", "a word and a store", "manager", i => $"/cases?q={Uri.EscapeDataString(Word(i))}&store=tidal"),
            new("/search", "a recording's code", "manager", i => $"/search?q={Of(i)}") { Status = HttpStatusCode.Redirect },
            new("/search", "a word", "agent", i => $"/search?q={Uri.EscapeDataString(Word(i))}"),
            new("/search", "an artist's own", "artist", i => $"/search?q={Uri.EscapeDataString(Word(i))}"),
            .. Tabs.Select(tab =>
                new PageSample("/inbox", tab, "agent", _ => $"/inbox?tab={tab}")),
            new("/inbox", "the 2nd to 60th page", "agent", i => inbox[1 + (i % (inbox.Count - 1))]),
            new("/cases/{isrc}", "for an agent", "agent", i => $"/cases/{Of(i)}"),
            new("/cases/{isrc}", "for its artist", "artist", i => $"/cases/{Own(i)}"),
            new("/cases/{isrc}", "a foreign one", "artist", i => $"/cases/{Of(i * 7)}") { Status = HttpStatusCode.NotFound },
            new("/cases/{isrc}", "as observed by a day", "manager", i => $"/cases/{Of(i)}?observedBy={LargeLedger.FirstSnapshotOf(Opened(i))}"),
            new("/cases/{isrc}/days/{day}", "for an agent", "agent", i => $"/cases/{Of(i)}/days/{LargeLedger.FirstDayOf(Opened(i))}"),
            new("/cases/{isrc}/report", "for its artist", "artist", i => $"/cases/{Own(i)}/report"),
            new("/cases/{isrc}/file", "for its artist", "artist", i => $"/cases/{Own(i)}/file"),
            new("/cases/{isrc}/act/state", "for an agent", "agent", i => $"/cases/{Of(i)}/act/state"),
            new("/cases/{isrc}/act/request", "for an agent", "agent", i => $"/cases/{Of(i)}/act/request"),
            new("/cases/{isrc}/act/promise", "for an agent", "agent", i => $"/cases/{Of(i)}/act/promise"),
            new("/cases/{isrc}/act/answer", "for an agent", "agent", i => $"/cases/{requests[i].Isrc}/act/answer?request={requests[i].Id}"),
            new("/cases/{isrc}/act/withdraw", "for an agent", "agent", i => $"/cases/{screenshots[i].Isrc}/act/withdraw?event={screenshots[i].Id}"),
            new("/cases/{isrc}", "one part of its timeline", "agent", i => $"/cases/{Of(i)}?part=numbers"),
            new("/cases/{isrc}/triangle", "for an agent", "agent", i => $"/cases/{Of(i)}/triangle"),
            new("/cases/{isrc}/act/settle", "for an agent", "agent", i => $"/cases/{promises[i].Isrc}/act/settle?promise={promises[i].Id}"),
            .. Acts.Select(act => new PageSample($"/cases/{{isrc}}/act/{act}", "for an agent", "agent", i => $"/cases/{Of(i)}/act/{act}")),
            new("/duties", "as it opens", "manager", _ => "/duties"),
            new("/duties", "the late ones", "manager", _ => "/duties?overdue=only"),
            new("/duties", "the late ones of the artists", "manager", _ => "/duties?overdue=only&owedBy=artist&kind=request"),
            new("/duties", "the 2nd to 60th page", "manager", i => duties[1 + (i % (duties.Count - 1))]),
            new("/incidents", "as it opens", "manager", _ => "/incidents"),
            new("/incidents/declare", "for a manager", "manager", _ => "/incidents/declare?store=spotify&first=2026-06-01&last=2026-06-02"),
            new("/incidents/radar", "four weeks, every store", "manager", i => $"/incidents/radar?{Stretch(i, 28)}"),
            new("/incidents/radar", "three months, one store", "manager", i => $"/incidents/radar?store=spotify&{Stretch(i, 92)}"),
            new("/incidents/{slug}", "for a manager", "manager", i => $"/incidents/{LargeLedger.IncidentOf(i % LargeLedger.IncidentCount)}"),
            new("/incidents/{slug}/scope", "for a manager", "manager", i => $"/incidents/{LargeLedger.IncidentOf(i % LargeLedger.IncidentCount)}/scope"),
            new("/incidents/{slug}/fix", "for a manager", "manager", i => $"/incidents/{LargeLedger.IncidentOf(i % LargeLedger.IncidentCount)}/fix"),
            new("/imports", "as it opens", "agent", _ => "/imports"),
            new("/imports", "an artist's own", "artist", _ => "/imports"),
            new("/imports/{id}", "one that is done", "agent", i => $"/imports/{LargeLedger.ImportOf(i % LargeLedger.ImportCount)}"),
            new("/operations", "for a manager", "manager", _ => "/operations"),
            new("/claim", "empty", "agent", _ => "/claim"),
            new("/claim", "a case that is there", "agent", i => $"/claim?isrc={Of(i)}"),
            new("/claim/{isrc}/{event:guid}", "the ledger's answer", "agent", i => $"/claim/{screenshots[i].Isrc}/{screenshots[i].Id}"),
            new("/accounts", "as it opens", "manager", _ => "/accounts"),
            new("/accounts", "the 2nd to 60th page", "manager", i => accounts[1 + (i % (accounts.Count - 1))]),
            new("/accounts", "how an address begins", "manager", i => $"/accounts?q=p{i * 37}"),
            new("/accounts", "how every address begins", "manager", _ => "/accounts?q=p"),
            new("/accounts/{account}", "an artist's", "manager", i => $"/accounts/artist%3Ap{1 + (i * 37)}"),
            new("/accounts/invitations", "as it opens", "manager", _ => "/accounts/invitations"),
            new("/profile/passkeys/{handle}", "that was never made", "agent", i => $"/profile/passkeys/none-{i}") { Status = HttpStatusCode.NotFound },
            new("/reset/{secret}", "that was never made", "nobody", i => $"/reset/none-{i}") { Status = HttpStatusCode.NotFound },
            new("/profile", "an agent's", "agent", _ => "/profile"),
            new("/sign-in", "to sign in", "nobody", _ => "/sign-in"),
            new("/sign-in/second-factor", "of nobody who signs in", "nobody", _ => "/sign-in/second-factor") { Status = HttpStatusCode.Redirect },
            new("/invitation/{secret}", "that was never made", "nobody", i => $"/invitation/none-{i}") { Status = HttpStatusCode.NotFound },
        ];
        return samples;
    }

    // Every tenth is only watched.
    private static int Opened(int i) => (i * 487 % (LargeLedger.Cases / 10) * 10) + (i % 9);

    private static async Task<List<(string Isrc, Guid Id)>> Ids(Database database, string type)
    {
        await using var command = database.Runtime.CreateCommand(
            "select stream, event_id from ledger.event where type = $1 order by position limit $2");
        command.Parameters.Add(new() { Value = type });
        command.Parameters.Add(new() { Value = Requests + WarmUp });
        await using var rows = await command.ExecuteReaderAsync();
        var ids = new List<(string, Guid)>();
        while (await rows.ReadAsync())
        {
            ids.Add((rows.GetString(0)["case-".Length..], rows.GetGuid(1)));
        }

        return ids;
    }
}
