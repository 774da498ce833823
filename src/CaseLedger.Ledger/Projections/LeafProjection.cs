using CaseLedger.Transparency;
using NodaTime;
using NpgsqlTypes;

namespace CaseLedger.Ledger.Projections;

/// <summary>
/// The hash of every event's leaf, taken when it was new: a witness of the whole envelope (position, stream, actor,
/// time), which an audit compares with a fresh one.
/// </summary>
/// <remarks>
/// The commitment covers the payload alone. Without this, two events of one batch could change places unseen.
/// </remarks>
public sealed class LeafProjection : Projection
{
    /// <inheritdoc/>
    public override string Name => "leaves";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tables { get; } = ["leaf"];

    /// <inheritdoc/>
    public override bool IsWitness => true;

    /// <inheritdoc/>
    public override string CreateTables => "create table leaf (position bigint not null, hash bytea not null)";

    /// <inheritdoc/>
    public override string CreateIndexes => "alter table leaf add constraint leaf_pkey primary key (position)";

    /// <summary>The leaf of a recorded event.</summary>
    /// <param name="recorded">The event.</param>
    /// <returns>The hash, 32 bytes.</returns>
    public static byte[] HashOf(RecordedEvent recorded) => Leaf.Hash(Leaf.Text(
        recorded.Position,
        recorded.Stream,
        recorded.Version,
        recorded.EventId,
        recorded.Type,
        (recorded.RecordedAt - NodaConstants.UnixEpoch).ToInt64Nanoseconds() / NodaConstants.NanosecondsPerMicrosecond,
        recorded.Actor,
        recorded.Commitment));

    /// <inheritdoc/>
    public override async Task Apply(
        IReadOnlyList<RecordedEvent> batch, ProjectionWriter writer, CancellationToken cancellationToken)
    {
        await using var copy = await writer.Copy("leaf (position, hash)", cancellationToken);
        foreach (var recorded in batch)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(recorded.Position, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(HashOf(recorded), NpgsqlDbType.Bytea, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }
}
