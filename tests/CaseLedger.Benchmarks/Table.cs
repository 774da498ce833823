using System.Globalization;

namespace CaseLedger.Benchmarks;

/// <summary>The figures as the README quotes them: a table in Markdown.</summary>
internal static class Table
{
    internal static void Head()
    {
        Console.WriteLine("| what | product | raw Npgsql | ratio | claimed | |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | --- |");
    }

    internal static void Row(Measurement m) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {m.Name} | {(m.Unit == "ms" ? $"{m.Product:F2} ms" : $"{m.Product:N0} {m.Unit}")} | {(m.Raw is { } raw ? $"{raw:N0} {m.Unit}" : "")} | {(m.Ratio is { } ratio ? $"{ratio:F2}" : "")} | {Claim(m)}{(m.IsMet ? "" : " **missed**")} | {m.Note} |"));

    private static string Claim(Measurement m) => m switch
    {
        { Target: { } target, Raw: not null } => string.Create(CultureInfo.InvariantCulture, $"≥ {target}"),
        { Target: { } target } => string.Create(CultureInfo.InvariantCulture, $"< {target} {m.Unit}"),
        _ => "",
    };
}
