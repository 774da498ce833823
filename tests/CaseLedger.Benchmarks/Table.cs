namespace CaseLedger.Benchmarks;

internal static class Table
{
    internal static void Print(Measurement m) => Console.WriteLine($"{m.Name}: {m.Product:N0} {m.Unit} raw {m.Raw:N0} ratio {m.Ratio:N2} target {m.Target} {m.Note}");
}
