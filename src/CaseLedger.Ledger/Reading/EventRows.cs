using NodaTime;
using Npgsql;

namespace CaseLedger.Ledger.Reading;

/// <summary>The one place that knows the columns' order.</summary>
internal static class EventRows
{
    internal const string Columns =
        "position, stream, version, event_id, type, recorded_at, actor, salt, payload, commitment";

    internal static RecordedEvent Current(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetString(1),
        reader.GetInt32(2),
        reader.GetGuid(3),
        string.Intern(reader.GetString(4)),
        Instant.FromDateTimeUtc(reader.GetDateTime(5)),
        reader.GetString(6),
        reader.IsDBNull(7) ? null : reader.GetFieldValue<byte[]>(7),
        reader.IsDBNull(8) ? null : reader.GetFieldValue<byte[]>(8),
        reader.GetFieldValue<byte[]>(9));

    /// <summary>Runs a query of <see cref="Columns"/> and hands over row by row, so that memory stays bounded.</summary>
    internal static async IAsyncEnumerable<RecordedEvent> Stream(
        NpgsqlCommand command,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return Current(reader);
        }
    }

    internal static async Task<List<RecordedEvent>> All(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var events = new List<RecordedEvent>();
        while (await reader.ReadAsync(cancellationToken))
        {
            events.Add(Current(reader));
        }

        return events;
    }
}
