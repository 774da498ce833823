using System.CommandLine;
using System.Text.Json;
using CaseLedger.Ledger;
using CaseLedger.Ledger.Projections;
using CaseLedger.Web.Access;
using CaseLedger.Web.Demonstration;
using CaseLedger.Web.Hosting;
using NodaTime;

namespace CaseLedger.Web.Verbs;

/// <summary><c>demo</c>: records a real conversation, then serves it with ready tokens; its pages need no sign-in.</summary>
internal static class DemoVerb
{
    // Beyond this the pages are served all the same and catch up before one's eyes.
    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(30);

    private static readonly Option<string> Urls = ServeVerb.UrlsOption();

    private static readonly Option<string?> Files = FilesOption.Make();

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Print one line of JSON for scripts, once the server answers: its address and the tokens.",
    };

    /// <summary>The verb.</summary>
    public static Command Build()
    {
        var demo = new Command("demo", "Record a real conversation, 32 facts of it, and serve it. Doing so twice changes nothing.") { Urls, Files, Json };
        demo.Does(Run);
        return demo;
    }

    private static async Task<int> Run(ParseResult line, CancellationToken cancellationToken)
    {
        var settings = DatabaseOptions.ReadForDemonstration(line);
        await using var database = await Database.OpenReady(settings, line.Say, cancellationToken);
        await using var app = Server.Build(database, new()
        {
            Urls = line.GetRequiredValue(Urls),
            IsDemonstration = true,
            Files = FilesOption.ReadForDemonstration(line.GetValue(Files), settings),
        });
        var services = app.Services;
        // Before it serves: its pages need no sign-in.
        var replayed = await services.GetRequiredService<Replay>().Run(cancellationToken);
        var accounts = services.GetRequiredService<DemoAccounts>();
        await accounts.MakeReady();
        await app.StartAsync(cancellationToken);
        var head = await services.GetRequiredService<EventLedger>().Head(cancellationToken);
        await services.GetRequiredService<ProjectionDaemon>().WaitFor(head.Size, CatchUp, cancellationToken);
        var tokens = await DemoTokens.Ready(database, settings.DataDirectory!, services.GetRequiredService<IClock>(), cancellationToken);
        var url = app.Urls.First().TrimEnd('/');
        if (line.GetValue(Json))
        {
            line.Print(JsonSerializer.Serialize(
                new { url, tokens, accounts = accounts.All.ToDictionary(account => account.Role.Word(), account => new { account.Email, account.Password }) },
                JsonSerializerOptions.Web));
        }
        else
        {
            line.Print(ForPeople(url, tokens, accounts, replayed));
        }

        return await app.RunUntilStopped(database, line.Say, cancellationToken);
    }

    private static string ForPeople(string url, DemoTokens tokens, DemoAccounts accounts, ReplayResult replayed) =>
        $"""
        CaseLedger's demonstration: a conversation between artists and a distributor, {Conversation.Items} facts of it.
        The year 2024 is assumed, and every moment is marked as approximate. {replayed.Recorded} events recorded now, {replayed.Before} before.

        Worth opening:
          {url}/                                                                the cases
          {url}/cases/{Conversation.A}                                              artist A's days and timeline
          {url}/cases/{Conversation.B}                                              artist B: 0, then 65
          {url}/api/v1/cases/{Conversation.A}/days/2024-04-03?store=spotify         one day's history (with a token)

        Accounts, to sign in at {url}/sign-in (the passwords are new at each start):
        {string.Join("\n", accounts.All.Select(account => $"  {account.Email,-22} {account.Password}"))}

        Tokens, for the header 'Authorization: Bearer …':
          agent    {tokens.Agent}
          manager  {tokens.Manager}
          artist   {tokens.Artist}   (artist A)

        Stop with Ctrl+C.
        """;
}
