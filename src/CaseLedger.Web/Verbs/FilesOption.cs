using System.CommandLine;
using CaseLedger.LocalPostgres;
using CaseLedger.Web.Evidence;
using CaseLedger.Web.Hosting;

namespace CaseLedger.Web.Verbs;

/// <summary>The option that says where files are kept; the verbs that serve have it.</summary>
internal static class FilesOption
{
    /// <summary>The option's name.</summary>
    public const string Name = "--files";

    /// <summary>The setting of the same meaning in the environment.</summary>
    public const string Variable = "CASELEDGER_FILES";

    private const string BesideTheData = "files";

    /// <summary>The option.</summary>
    public static Option<string?> Make() => new(Name)
    {
        Description = $"Directory for the files that people send (or {Variable}); with a private PostgreSQL, {BesideTheData} in its directory by default.",
        HelpName = "directory",
    };

    /// <summary>
    /// What the command line says; where it is silent, the environment; where that is silent too, beside the private
    /// PostgreSQL. With a given database there is no default: where its files would outlive this program, only its
    /// operator knows.
    /// </summary>
    /// <param name="named">The option's value.</param>
    /// <param name="database">The database that the verb runs on.</param>
    public static FileStoreSettings Read(string? named, DatabaseSettings database) => new()
    {
        Directory = named
            ?? (Environment.GetEnvironmentVariable(Variable) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null)
            ?? (database.Runtime is null ? Path.Combine(database.DataDirectory ?? UserDirectories.Data, BesideTheData) : null),
    };

    /// <summary>The same for the demonstration, whose files never mix with anybody's: what the command line says, or beside its tokens.</summary>
    /// <inheritdoc cref="Read"/>
    public static FileStoreSettings ReadForDemonstration(string? named, DatabaseSettings database) =>
        new() { Directory = named ?? Path.Combine(database.DataDirectory ?? UserDirectories.Data, BesideTheData) };
}
