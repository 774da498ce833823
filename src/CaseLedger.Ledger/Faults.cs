using System.Data;
using Npgsql;

namespace CaseLedger.Ledger;

/// <summary>What a database error means; recognised by its code, never by its text.</summary>
internal static class Faults
{
    /// <summary>
    /// The server judged the statement and rolled its transaction back: nothing of it is or will be recorded.
    /// Anything else (a lost connection, a server that ends the session) leaves the outcome of a commit open.
    /// </summary>
    /// <remarks>
    /// FATAL is not enough even though it comes from the server: a session may be ended between its commit and the
    /// moment it says so.
    /// </remarks>
    internal static bool RolledBack(Exception fault) =>
        fault is PostgresException { InvariantSeverity: "ERROR" } error && !IsConnectionLoss(error.SqlState);

    /// <summary>May go away by itself: trying again later is right.</summary>
    internal static bool Passes(NpgsqlException fault) =>
        fault is not PostgresException error || error.IsTransient || IsConnectionLoss(error.SqlState)
        || error.SqlState is PostgresErrorCodes.DiskFull or PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.QueryCanceled;

    /// <summary>
    /// What a batch was refused for can be one event's own doing (its data, a constraint, a limit of size): without it,
    /// the others may go through. A lock or a disk is nobody's.
    /// </summary>
    internal static bool MayBeOneEvents(PostgresException fault) =>
        fault.SqlState.StartsWith("22", StringComparison.Ordinal) || fault.SqlState.StartsWith("23", StringComparison.Ordinal)
        || fault.SqlState.StartsWith("54", StringComparison.Ordinal);

    /// <summary>While events were being applied: one of them is at fault, not the connection, the server, the memory or a cancellation.</summary>
    internal static bool OfAnEvent(Exception fault, NpgsqlConnection connection) =>
        connection.FullState == ConnectionState.Open
        && fault is not (OperationCanceledException or OutOfMemoryException or TimeoutException or IOException)
        && !(fault is NpgsqlException database && Passes(database));

    private static bool IsConnectionLoss(string sqlState) =>
        sqlState.StartsWith("08", StringComparison.Ordinal) || sqlState.StartsWith("57P", StringComparison.Ordinal);
}
