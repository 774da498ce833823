using System.CommandLine;
using CaseLedger.Cli.Importing;
using CaseLedger.Cli.Screens;

namespace CaseLedger.Cli;

/// <summary>The verbs of the client.</summary>
internal static class CommandLine
{
    /// <summary>Runs the verb that the arguments name.</summary>
    /// <returns>The exit code for scripts, one of <see cref="Exit"/>.</returns>
    public static async Task<int> Run(string[] args, Surroundings surroundings)
    {
        // A file may well be called @home.csv: arguments are taken as they stand, and none is read from a file.
        var line = Build(surroundings).Parse(args, new() { ResponseFileTokenReplacer = null });
        if (line.Action is null or System.CommandLine.Invocation.ParseErrorAction)
        {
            // Written here and not by the library, which would repeat a token after a mistyped option.
            foreach (var error in line.Errors)
            {
                surroundings.Error.WriteLine(Plain.Of(error.Message));
            }

            surroundings.Error.WriteLine("See: caseledger import --help");
            return Exit.Misused;
        }

        return await line.InvokeAsync(new()
        {
            // Signals are heard by Stopping, which knows a soft and a hard stop.
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
            Output = surroundings.Output,
            Error = surroundings.Error,
        }, surroundings.StopNow);
    }

    private static RootCommand Build(Surroundings surroundings) =>
        new("CaseLedger's client: sends files with numbers to a ledger. It talks HTTP and needs a token.") { ImportVerb.Build(surroundings) };
}
