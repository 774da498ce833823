using System.Diagnostics;
using System.Security.Cryptography;
using CaseLedger.Ledger;
using CaseLedger.Transparency;
using Npgsql;
using NpgsqlTypes;

namespace CaseLedger.Benchmarks;

/// <summary>The same columns and indexes as <c>ledger.event</c>, filled with nothing but Npgsql: no lock, no order, no check.</summary>
internal static class RawEvents
{
    internal const string Columns = "position, stream, version, event_id, type, recorded_at, actor, salt, payload, commitment";

    internal static async Task CreateTable(NpgsqlDataSource owner, string table)
    {
        await using var command = owner.CreateCommand($"drop table if exists {table}; create table {table} (like ledger.event including all)");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>One caller, one prepared insert a transaction, for a while.</summary>
    /// <returns>Events a second.</returns>
    internal static async Task<double> SingleRowTransactions(NpgsqlDataSource dataSource, string table, TimeSpan duration, byte[] payload, long firstPosition)
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(
            $"insert into {table} ({Columns}) values ($1, $2, $3, $4, $5, clock_timestamp(), $6, $7, $8, $9)", connection);
        var position = new NpgsqlParameter<long>();
        var stream = new NpgsqlParameter<string>();
        var version = new NpgsqlParameter<int> { TypedValue = 1 };
        var id = new NpgsqlParameter<Guid>();
        var salt = new NpgsqlParameter<byte[]>();
        var commitment = new NpgsqlParameter<byte[]>();
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            position, stream, version, id, new NpgsqlParameter<string> { TypedValue = "trends-snapshot-taken.v1" },
            new NpgsqlParameter<string> { TypedValue = "import:bench" }, salt, new NpgsqlParameter<byte[]> { TypedValue = payload }, commitment,
        });
        salt.NpgsqlDbType = commitment.NpgsqlDbType = NpgsqlDbType.Bytea;
        await command.PrepareAsync();
        var clock = Stopwatch.StartNew();
        var written = 0L;
        while (clock.Elapsed < duration)
        {
            position.TypedValue = firstPosition + written;
            stream.TypedValue = $"raw-{firstPosition + written}";
            id.TypedValue = Guid.NewGuid();
            salt.TypedValue = RandomNumberGenerator.GetBytes(Commitment.SaltLength);
            commitment.TypedValue = Commitment.To(salt.TypedValue, payload);
            await command.ExecuteNonQueryAsync();
            written++;
        }

        return written / clock.Elapsed.TotalSeconds;
    }

    /// <summary>One COPY of rows that were made before the clock started.</summary>
    internal static async Task Copy(NpgsqlDataSource dataSource, string table, IEnumerable<RecordedEvent> rows)
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync($"copy {table} ({Columns}) from stdin (format binary)");
        foreach (var row in rows)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(row.Position, NpgsqlDbType.Bigint);
            await copy.WriteAsync(row.Stream, NpgsqlDbType.Text);
            await copy.WriteAsync(row.Version, NpgsqlDbType.Integer);
            await copy.WriteAsync(row.EventId, NpgsqlDbType.Uuid);
            await copy.WriteAsync(row.Type, NpgsqlDbType.Text);
            await copy.WriteAsync(row.RecordedAt.ToDateTimeUtc(), NpgsqlDbType.TimestampTz);
            await copy.WriteAsync(row.Actor, NpgsqlDbType.Text);
            await copy.WriteAsync(row.Salt!, NpgsqlDbType.Bytea);
            await copy.WriteAsync(row.Payload!, NpgsqlDbType.Bytea);
            await copy.WriteAsync(row.Commitment, NpgsqlDbType.Bytea);
        }

        await copy.CompleteAsync();
    }
}
