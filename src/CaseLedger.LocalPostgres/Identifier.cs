namespace CaseLedger.LocalPostgres;

/// <summary>SQL identifiers, where a statement takes no parameter.</summary>
internal static class Identifier
{
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
