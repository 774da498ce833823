using CaseLedger.Ledger.Tests;
using CaseLedger.Ledger.Tests.LocalPostgres;
using CaseLedger.LocalPostgres;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// Tests of what happens when a program is killed need a program to kill: it is this one, started with a verb.
return args switch
{
    [ClusterHolder.Verb, .. var rest] => await ClusterHolder.Hold(rest),

    // tests/run.cs asks which PostgreSQL a test run finds, so that it can add the other end of what is supported.
    ["which-postgres"] => await WhichPostgres(),
    _ when args.Any(argument => argument is "-automated" or "@@") => await ConsoleRunner.Run(args),
    _ => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
};

static async Task<int> WhichPostgres()
{
    var found = await PostgresBinaries.FindOrFetch(
        PostgresBinariesOptions.Parse(Environment.GetEnvironmentVariable(ThrowawayCluster.ServerVariable)));
    Console.WriteLine(found.MajorVersion);
    return 0;
}
