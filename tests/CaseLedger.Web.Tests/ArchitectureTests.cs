using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using CaseLedger.Domain;
using CaseLedger.Ledger;
using CaseLedger.LocalPostgres;
using CaseLedger.Transparency;

namespace CaseLedger.Web.Tests;

/// <summary>Arrows that must never be, each with its reason.</summary>
public sealed partial class ArchitectureTests
{
    public static TheoryData<string, string[]> Allowed { get; } = new()
    {
        // A decision must be the same whoever runs it, and wherever: nothing that could do I/O is in reach.
        { typeof(Isrc).Assembly.Location, ["NodaTime"] },

        // A verifier must need nothing that the server's makers chose: the base class library alone.
        { typeof(Leaf).Assembly.Location, [] },

        // The ledger knows bytes and positions. If it knew recordings, the rules would end up in two places.
        { typeof(EventLedger).Assembly.Location, ["NodaTime", "Npgsql", "CaseLedger.Transparency", "Microsoft.Extensions.Logging.Abstractions"] },

        // Tests and the product start the same server, so it may know neither.
        { typeof(LocalCluster).Assembly.Location, ["Npgsql"] },

        // The client talks HTTP. If it could reach a database, somebody would give it a connection string.
        { typeof(CaseLedger.Cli.Surroundings).Assembly.Location, ["Spectre.Console"] },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void Assembly_References_NothingThatItMustNotKnow(string assembly, string[] allowed)
    {
        var references = Assembly.LoadFrom(assembly).GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && !name.StartsWith("Microsoft.Win32.", StringComparison.Ordinal));
        Assert.Empty(references.Except(allowed));
    }

    [Fact]
    public void Source_OutsideOfTheLedger_NamesNoTableOfIts()
    {
        // Writes go through the stores and reads through the ledger's own members: whoever queries its tables would
        // have to know what a redacted row is, and could not be found when that changes. Health and the refusal of an
        // unmigrated database ask whether the tables are there, and nothing else.
        string[] mayAsk = ["Database.cs"];
        var others = Sources("CaseLedger.Web").Concat(Sources("CaseLedger.Domain")).Where(file => !mayAsk.Contains(Path.GetFileName(file)));
        Assert.DoesNotContain(others, file => LedgerTable().IsMatch(File.ReadAllText(file)));
    }

    [Fact]
    public void Source_Anywhere_NeitherUpdatesNorDeletesEvents()
    {
        var all = Directory.GetFiles(Path.Combine(Root(), "src"), "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".sql" && !IsBuilt(file));
        Assert.DoesNotContain(all, file => Change().IsMatch(File.ReadAllText(file)));
    }

    [Fact]
    public void Projection_ReadsNeitherTheClockNorAnotherProjectionsTables()
    {
        // Made again tomorrow, a view must come out the same.
        var projections = Sources("CaseLedger.Web").Where(file => file.EndsWith("Projection.cs", StringComparison.Ordinal)).ToList();
        Assert.True(projections.Count >= 5);
        Assert.DoesNotContain(projections, file => Clock().IsMatch(File.ReadAllText(file)));
        Assert.DoesNotContain(projections, file => Qualified().IsMatch(File.ReadAllText(file)));
    }

    [GeneratedRegex(@"\b(from|into|update|join|table|copy)\s+ledger\.", RegexOptions.IgnoreCase)]
    private static partial Regex LedgerTable();

    [GeneratedRegex(@"\b(update|delete\s+from|truncate(\s+table)?)\s+ledger\.event\b", RegexOptions.IgnoreCase)]
    private static partial Regex Change();

    [GeneratedRegex(@"UtcNow|GetCurrentInstant|SystemClock|\bnow\(\)|clock_timestamp|current_timestamp|NewGuid|gen_random_uuid")]
    private static partial Regex Clock();

    [GeneratedRegex(@"\b(from|join|into|update)\s+read\.", RegexOptions.IgnoreCase)]
    private static partial Regex Qualified();

    private static IEnumerable<string> Sources(string project) =>
        Directory.GetFiles(Path.Combine(Root(), "src", project), "*.cs", SearchOption.AllDirectories).Where(file => !IsBuilt(file));

    private static bool IsBuilt(string file) =>
        file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj");

    private static string Root([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
