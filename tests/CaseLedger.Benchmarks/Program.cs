using CaseLedger.Benchmarks;
using CaseLedger.LocalPostgres;

// dotnet run -c Release --project tests/CaseLedger.Benchmarks [-- append|bulk|fold|readings|pages|imports [--records=<n>]]
//
// Product and raw Npgsql take turns on one throw-away server, medians of three. The exit code says whether all claims
// were met; on a machine that does other things at the same time they may not be.
await using var cluster = await ThrowawayCluster.Start();
await using var database = await BenchmarkDatabase.Create(cluster);
var appends = new AppendBenchmarks(database);
var projections = new ProjectionBenchmarks(database);
var met = true;

Console.WriteLine($"PostgreSQL {cluster.Cluster.MajorVersion}, {Environment.ProcessorCount} cores");
Table.Head();
if (Chosen("append"))
{
    Report(await appends.Callers(1, 0.85));
    Report(await appends.Callers(64, 12));
    Report(await appends.Callers(256, 20));
    Report(await appends.HotStream());
}

if (Chosen("fold"))
{
    Report(await projections.Fold(365));
}

if (Chosen("readings"))
{
    foreach (var measurement in await projections.Readings(500_000))
    {
        Report(measurement);
    }
}

if (Chosen("bulk"))
{
    Report(await appends.Bulk(1_000_000, 50_000));
}

if (Chosen("pages"))
{
    await foreach (var measurement in new PageBenchmarks(cluster).Run())
    {
        Report(measurement);
    }
}

if (Chosen("imports"))
{
    await foreach (var measurement in new ImportBenchmarks(cluster, Records()).Run())
    {
        Report(measurement);
    }
}

return met ? 0 : 1;

bool Chosen(string group) => args.All(IsOption) || args.Contains(group);

static bool IsOption(string argument) => argument.StartsWith("--", StringComparison.Ordinal);

// For a quick look: the claims are about a million.
int Records()
{
    const string option = "--records=";
    return args.FirstOrDefault(argument => argument.StartsWith(option, StringComparison.Ordinal)) is { } given
        ? int.Parse(given[option.Length..], System.Globalization.CultureInfo.InvariantCulture)
        : 1_000_000;
}

void Report(Measurement measurement)
{
    Table.Row(measurement);
    met &= measurement.IsMet;
}
