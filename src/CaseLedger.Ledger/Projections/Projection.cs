using Npgsql;

namespace CaseLedger.Ledger.Projections;

/// <summary>A view of the ledger in tables of its own, which can be dropped and made again from the events.</summary>
/// <remarks>
/// It is a pure function of the events: it reads no clock, makes up no ids, reads no other projection's tables and
/// appends nothing. The same events make the same rows, whatever the batches they came in.
/// </remarks>
public abstract class Projection
{
    /// <summary>Its name in commands and on the operations page; also in <c>read.projection</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Raised whenever its tables or what it puts there change; a differing version is rebuilt at start.</summary>
    public abstract int Version { get; }

    /// <summary>The names of its tables, unqualified.</summary>
    public abstract IReadOnlyList<string> Tables { get; }

    /// <summary>SQL that creates the tables, with their primary keys, by unqualified names.</summary>
    public abstract string CreateTables { get; }

    /// <summary>SQL that creates secondary indexes, by unqualified names; run after a rebuild has filled the tables.</summary>
    public virtual string CreateIndexes => "";

    /// <summary>
    /// Its rows are evidence of what the events were when they were new: a rebuild that would change or lose one is refused.
    /// </summary>
    public virtual bool IsWitness => false;

    /// <summary>Applies a batch: writes its rows through the writer, within the writer's transaction.</summary>
    /// <param name="batch">Events in order of position; each is seen exactly once.</param>
    /// <param name="writer">Where the tables are: live or being rebuilt.</param>
    /// <param name="cancellationToken">Ends the attempt; the transaction is rolled back then.</param>
    public abstract Task Apply(IReadOnlyList<RecordedEvent> batch, ProjectionWriter writer, CancellationToken cancellationToken);
}

/// <summary>Where a projection writes: a transaction in which its unqualified table names lead to the right tables.</summary>
public sealed class ProjectionWriter
{
    internal ProjectionWriter(NpgsqlConnection connection) => Connection = connection;

    /// <summary>The connection, within its transaction.</summary>
    public NpgsqlConnection Connection { get; }

    /// <summary>A command in the transaction.</summary>
    /// <param name="sql">Names the projection's tables without a schema.</param>
    /// <param name="parameters">Positional values; arrays for many rows at once.</param>
    public NpgsqlCommand Command(string sql, params ReadOnlySpan<object> parameters)
    {
        var command = new NpgsqlCommand(sql, Connection);
        foreach (var value in parameters)
        {
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        }

        return command;
    }

    /// <summary>Begins a binary COPY into one of the projection's tables.</summary>
    /// <param name="table">Table and columns, e.g. <c>reading (position, ordinal)</c>.</param>
    /// <param name="cancellationToken">Ends the copy.</param>
    public Task<NpgsqlBinaryImporter> Copy(string table, CancellationToken cancellationToken) =>
        Connection.BeginBinaryImportAsync($"copy {table} from stdin (format binary)", cancellationToken);
}
