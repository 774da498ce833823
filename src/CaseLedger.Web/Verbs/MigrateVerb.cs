using System.CommandLine;
using CaseLedger.Web.Hosting;

namespace CaseLedger.Web.Verbs;

/// <summary><c>migrate</c>: brings the schema up to date, with the owner's login.</summary>
internal static class MigrateVerb
{
    /// <summary>The verb.</summary>
    public static Command Build()
    {
        var migrate = new Command("migrate", "Bring the database's schema up to date; harmless when it is.");
        migrate.Does(Run);
        return migrate;
    }

    private static async Task<int> Run(ParseResult line, CancellationToken cancellationToken)
    {
        await using var database = await Database.Open(DatabaseOptions.Read(line), line.Say, cancellationToken, beside: true);
        var applied = await database.Migrate(line.Say, cancellationToken);
        line.Print(applied == 0 ? "The schema was up to date." : $"The schema is up to date: {applied} migrations applied.");
        return Exit.Done;
    }
}
