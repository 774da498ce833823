using CaseLedger.Benchmarks;
using CaseLedger.LocalPostgres;

await using var cluster = await ThrowawayCluster.Start();
await using var database = await BenchmarkDatabase.Create(cluster);
var appends = new AppendBenchmarks(database);
var chosen = args.Length > 0 ? args[0] : "all";
if (chosen is "all" or "append")
{
    Table.Print(await appends.Callers(1, 0.85));
    Table.Print(await appends.Callers(64, 12));
    Table.Print(await appends.Callers(256, 20));
    Table.Print(await appends.HotStream());
}

if (chosen is "all" or "bulk")
{
    Table.Print(await appends.Bulk(1_000_000, 50_000));
}
