using CaseLedger.Ledger.Tests;
using CaseLedger.Ledger.Tests.LocalPostgres;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// Tests of what happens when a program is killed need a program to kill: it is this one, started with a verb.
return args switch
{
    [ClusterHolder.Verb, .. var rest] => await ClusterHolder.Hold(rest),
    _ when args.Any(argument => argument is "-automated" or "@@") => await ConsoleRunner.Run(args),
    _ => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
};
