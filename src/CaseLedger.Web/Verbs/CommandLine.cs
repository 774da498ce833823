using System.CommandLine;
using CaseLedger.Ledger;
using CaseLedger.LocalPostgres;
using CaseLedger.Web.Demonstration;
using CaseLedger.Web.Hosting;
using Microsoft.AspNetCore.Connections;
using Npgsql;

namespace CaseLedger.Web.Verbs;

/// <summary>The verbs of the server.</summary>
internal static class CommandLine
{
    // A private PostgreSQL gets its time to write out what it has in memory before the process is taken away.
    private static readonly TimeSpan StopWithin = TimeSpan.FromMinutes(1);

    /// <summary>Runs the verb that the arguments name; <c>serve</c> where they name none.</summary>
    /// <returns>The exit code for scripts.</returns>
    public static Task<int> Run(string[] args) => Run(args, Console.Out, Console.Error);

    /// <inheritdoc cref="Run(string[])"/>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Takes what scripts read.</param>
    /// <param name="error">Takes what people read.</param>
    public static Task<int> Run(string[] args, TextWriter output, TextWriter error) =>
        Build().Parse(args).InvokeAsync(new()
        {
            ProcessTerminationTimeout = StopWithin,
            EnableDefaultExceptionHandler = false,
            Output = output,
            Error = error,
        });

    /// <summary>All verbs with their options.</summary>
    public static RootCommand Build()
    {
        var root = new RootCommand("CaseLedger: settles why a store shows more streams than the distributor, with evidence.");
        DatabaseOptions.AddTo(root);
        ServeVerb.AddTo(root);
        root.Subcommands.Add(DemoVerb.Build());
        root.Subcommands.Add(MigrateVerb.Build());
        root.Subcommands.Add(RebuildVerb.Build());
        root.Subcommands.Add(AccountVerb.Build());
        root.Subcommands.Add(TokenVerb.Build());
        root.Subcommands.Add(AuditVerb.Build());
        return root;
    }

    /// <summary>Gives a command what it does; what can go wrong at its start is said in one line.</summary>
    public static void Does(this Command command, Func<ParseResult, CancellationToken, Task<int>> action) =>
        command.SetAction(async (line, cancellationToken) =>
        {
            try
            {
                return await action(line, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return Exit.Failed;
            }
            catch (Exception fault) when (ForPeople(fault) is { } message)
            {
                line.Say(message);
                return Exit.Failed;
            }
        });

    /// <summary>Says what happens, without disturbing what scripts read.</summary>
    public static void Say(this ParseResult line, string message) => line.InvocationConfiguration.Error.WriteLine(message);

    /// <summary>Prints a result.</summary>
    public static void Print(this ParseResult line, string result) => line.InvocationConfiguration.Output.WriteLine(result);

    private static string? ForPeople(Exception fault) => fault switch
    {
        LocalPostgresException or DatabaseException or MigrationException or ReplayException => fault.Message,
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } =>
            $"The database refuses: {fault.Message}. This needs the owner: give --owner-database, or run the verb migrate with it.",
        PostgresException refused => $"The database refuses: {refused.MessageText} ({refused.SqlState})",
        NpgsqlException => $"The database does not answer: {fault.Message}",
        IOException { InnerException: AddressInUseException } =>
            $"{fault.Message} Is it served already? Choose another address with --urls.",
        _ => null,
    };
}
