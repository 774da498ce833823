using Npgsql;

namespace CaseLedger.Ledger.Appending;

/// <summary>Versions of streams as they were, or a little later, when the ledger had a size.</summary>
/// <param name="Size">The size.</param>
/// <param name="Versions">The versions; 0 of a stream that does not exist.</param>
internal sealed record Foreseen(long Size, IReadOnlyList<(string Stream, int Version)> Versions);

/// <summary>A chunk of a bulk append. Ids stand once in it.</summary>
/// <param name="Appends">What to append.</param>
/// <param name="Foreseen">What is known of its streams; null where nothing is.</param>
internal sealed record BulkChunk(List<SealedAppend> Appends, Foreseen? Foreseen);

/// <summary>
/// Reads the versions of a chunk's streams while the one before it is being committed, so that under the lock only what has
/// moved since has to be read.
/// </summary>
internal sealed class BulkForesight(NpgsqlDataSource dataSource) : IAsyncDisposable
{
    private readonly HashSet<string> told = [];
    private NpgsqlConnection? connection;

    /// <summary>Foresees a chunk.</summary>
    /// <returns>The versions of those of its streams that it has not told yet; null where the database did not say.</returns>
    internal async Task<Foreseen?> Of(List<SealedAppend> chunk, CancellationToken cancellationToken)
    {
        if (told.Count > BulkSession.RememberedStreams)
        {
            told.Clear();
        }

        var asked = chunk.Select(append => append.Request.Stream).Where(told.Add).ToArray();
        try
        {
            connection ??= await dataSource.OpenConnectionAsync(cancellationToken);
            await using var size = new NpgsqlCommand("select size from ledger.head", connection);
            var before = (long)(await size.ExecuteScalarAsync(cancellationToken))!;
            var versions = new List<(string Stream, int Version)>(asked.Length);
            await BulkSession.ReadVersions(connection, asked, (stream, version) => versions.Add((stream, version)), cancellationToken);
            return new(before, versions);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or IOException)
        {
            // Then they are read under the lock; that the database is gone will show there.
            await DisposeAsync();
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is { } open)
        {
            connection = null;
            await open.DisposeAsync();
        }
    }
}
