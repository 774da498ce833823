using System.CommandLine;
using CaseLedger.LocalPostgres;
using CaseLedger.Web.Hosting;

namespace CaseLedger.Web.Verbs;

/// <summary>The options that say which database a verb works on; every verb has them.</summary>
internal static class DatabaseOptions
{
    /// <summary>The option that serves on a database that may lose what was acknowledged.</summary>
    public const string AllowUnsafeName = "--allow-unsafe-database-settings";

    private static readonly Option<string?> Runtime = new("--database")
    {
        Description = "Connection string of the database (or ConnectionStrings__CaseLedger); without one, a private PostgreSQL runs.",
        HelpName = "connection string",
        Recursive = true,
    };

    private static readonly Option<string?> Owner = new("--owner-database")
    {
        Description = "Connection string of the login that may migrate and make tokens (or ConnectionStrings__CaseLedgerOwner).",
        HelpName = "connection string",
        Recursive = true,
    };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "Directory of the private PostgreSQL (or CASELEDGER_DATA); the user's data directory by default, and its directory demo for the verb demo.",
        HelpName = "directory",
        Recursive = true,
    };

    private static readonly Option<string?> Postgres = new("--postgres")
    {
        Description = "Which PostgreSQL the private one is (or CASELEDGER_POSTGRES): a major version, a directory of binaries, or npm.",
        HelpName = "which",
        Recursive = true,
    };

    private static readonly Option<bool> AllowUnsafe = new(AllowUnsafeName)
    {
        Description = "Serve although fsync, full_page_writes or synchronous_commit is off.",
        Recursive = true,
    };

    private static readonly Option<bool> NoMigrate = new("--no-migrate")
    {
        Description = "Leave the schema as it is: the verb migrate has run, and this login may not.",
        Recursive = true,
    };

    /// <summary>Adds the options to the root, for all verbs.</summary>
    public static void AddTo(Command root)
    {
        root.Options.Add(Runtime);
        root.Options.Add(Owner);
        root.Options.Add(Data);
        root.Options.Add(Postgres);
        root.Options.Add(AllowUnsafe);
        root.Options.Add(NoMigrate);
    }

    /// <summary>What the command line says, and where it is silent, the environment.</summary>
    public static DatabaseSettings Read(ParseResult line) => new()
    {
        Runtime = line.GetValue(Runtime) ?? Setting($"ConnectionStrings__{DatabaseSettings.ConnectionName}"),
        Owner = line.GetValue(Owner) ?? Setting($"ConnectionStrings__{DatabaseSettings.ConnectionName}Owner"),
        DataDirectory = line.GetValue(Data) ?? Setting("CASELEDGER_DATA"),
        Postgres = line.GetValue(Postgres) ?? Setting("CASELEDGER_POSTGRES"),
        AllowUnsafe = line.GetValue(AllowUnsafe),
        Migrate = !line.GetValue(NoMigrate),
    };

    /// <summary>
    /// The same for the demonstration, whose private PostgreSQL is one of its own: nobody's ledger is shown to visitors,
    /// and nobody's ledger gets made-up cases, because a directory was not named.
    /// </summary>
    public static DatabaseSettings ReadForDemonstration(ParseResult line)
    {
        var settings = Read(line);
        return settings with
        {
            DataDirectory = line.GetValue(Data) ?? Path.Combine(settings.DataDirectory ?? UserDirectories.Data, "demo"),
        };
    }

    private static string? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;
}
