using System.CommandLine;
using System.Net;
using CaseLedger.Web.Hosting;

namespace CaseLedger.Web.Verbs;

/// <summary><c>serve</c>, and what happens without a verb: serves until told to stop.</summary>
internal static class ServeVerb
{
    private static readonly Option<string> Urls = UrlsOption();

    private static readonly Option<string?> Files = FilesOption.Make();

    private static readonly Option<IReadOnlyList<IPNetwork>> TrustedProxies = new("--trusted-proxies")
    {
        Description = "Networks of proxies that are believed who asks and whether over https, e.g. 172.16.0.0/12; several are separated by commas.",
        HelpName = "networks",
        DefaultValueFactory = _ => [],
        CustomParser = argument =>
        {
            var networks = new List<IPNetwork>();
            foreach (var text in argument.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries))
            {
                if (IPNetwork.TryParse(text, out var network))
                {
                    networks.Add(network);
                }
                else
                {
                    argument.AddError($"--trusted-proxies: '{text}' is no network such as 172.16.0.0/12.");
                }
            }

            return networks;
        },
    };

    /// <summary>Where to listen.</summary>
    public static Option<string> UrlsOption() => new("--urls")
    {
        Description = "Where to listen, e.g. http://127.0.0.1:8080; several are separated by semicolons.",
        HelpName = "urls",
        DefaultValueFactory = _ => ServerSettings.DefaultUrls,
        Validators =
        {
            line =>
            {
                foreach (var url in line.GetValueOrDefault<string>().Split(';'))
                {
                    if (!url.StartsWith("http://", StringComparison.Ordinal) && !url.StartsWith("https://", StringComparison.Ordinal))
                    {
                        line.AddError($"--urls: '{url}' is no address such as {ServerSettings.DefaultUrls}.");
                    }
                }
            },
        },
    };

    /// <summary>Adds the verb, and makes it what the root does.</summary>
    public static void AddTo(RootCommand root)
    {
        var serve = new Command("serve", "Serve the API and the pages (the default).") { Urls, Files, TrustedProxies };
        serve.Does(Run);
        root.Options.Add(Urls);
        root.Options.Add(Files);
        root.Options.Add(TrustedProxies);
        root.Does(Run);
        root.Subcommands.Add(serve);
    }

    private static async Task<int> Run(ParseResult line, CancellationToken cancellationToken)
    {
        var settings = DatabaseOptions.Read(line);
        await using var database = await Database.OpenReady(settings, line.Say, cancellationToken);
        await using var app = Server.Build(database, new()
        {
            Urls = line.GetRequiredValue(Urls),
            TrustedProxies = line.GetRequiredValue(TrustedProxies),
            Files = FilesOption.Read(line.GetValue(Files), settings),
        });
        await app.StartAsync(cancellationToken);
        line.Say($"CaseLedger serves on {string.Join(", ", app.Urls)}");
        return await app.RunUntilStopped(database, line.Say, cancellationToken);
    }

    /// <summary>Waits until somebody stops the server, or its private database has ended under it.</summary>
    public static async Task<int> RunUntilStopped(
        this WebApplication app, Database database, Action<string> say, CancellationToken cancellationToken)
    {
        var stopped = app.WaitForShutdownAsync(cancellationToken);
        if (await Task.WhenAny(stopped, database.Ended) == stopped)
        {
            await stopped;
            return Exit.Done;
        }

        say("The private PostgreSQL has ended by itself; its log stands in the data directory.");
        await app.StopAsync(CancellationToken.None);
        return Exit.Failed;
    }
}
