using Npgsql;

namespace CaseLedger.Ledger;

/// <summary>How the running product connects: as the runtime role, which can add and read events but never change one.</summary>
public static class RuntimeConnection
{
    /// <summary>The role of the running product.</summary>
    public const string Role = "caseledger_app";

    /// <summary>A connection string whose sessions act as the runtime role from their first statement.</summary>
    /// <param name="connectionString">
    /// Any login that is a member of <see cref="Role"/>. One that is nothing else is the stronger guard: a session
    /// of a mightier login could step out of the role again.
    /// </param>
    /// <remarks>
    /// The role is a start-up parameter and not a statement, so that resetting a pooled connection comes back to it.
    /// </remarks>
    public static string For(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        // Every statement here is over in milliseconds: compiling one, as the planner does where it expects much, takes longer.
        var ours = $"-c role={Role} -c jit=off";
        settings.Options = string.IsNullOrWhiteSpace(settings.Options) ? ours : $"{settings.Options} {ours}";
        settings.ApplicationName ??= "CaseLedger";
        return settings.ConnectionString;
    }
}
