using CaseLedger.LocalPostgres;
using Xunit;

namespace CaseLedger.Ledger.Tests.LocalPostgres;

/// <summary>Which PostgreSQL a test runs on.</summary>
internal static class Server
{
    /// <summary>The one that the whole test run is about.</summary>
    public static PostgresBinariesOptions Chosen => PostgresBinariesOptions.Parse(Environment.GetEnvironmentVariable(ThrowawayCluster.ServerVariable));

    /// <summary>A certain one; the test is skipped where the machine has none, save in CI.</summary>
    public static async Task<PostgresBinariesOptions> OrSkip(string server)
    {
        var options = PostgresBinariesOptions.Parse(server);
        try
        {
            await PostgresBinaries.FindOrFetch(options);
        }
        catch (LocalPostgresException e) when (Environment.GetEnvironmentVariable("CI") is null)
        {
            Assert.Skip(e.Message);
        }

        return options;
    }
}
