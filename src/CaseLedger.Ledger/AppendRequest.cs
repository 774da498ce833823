namespace CaseLedger.Ledger;

/// <summary>An event that a caller wants to append.</summary>
/// <param name="EventId">Chosen by the caller; a repeat of the same id with the same content is harmless.</param>
/// <param name="Type">The stable wire name with its version.</param>
/// <param name="Payload">The exact bytes to store and to commit to.</param>
public sealed record NewEvent(Guid EventId, string Type, byte[] Payload);

/// <summary>What must be true of a stream for an append to it.</summary>
/// <param name="Value">−1: anything; 0: the stream does not exist; n: its last version is n.</param>
public readonly record struct ExpectedVersion(int Value)
{
    /// <summary>Append whatever the stream's version is.</summary>
    public static ExpectedVersion Any { get; } = new(-1);

    /// <summary>Append only if the stream has no event yet.</summary>
    public static ExpectedVersion NoStream { get; } = new(0);

    /// <summary>Append only if the stream's last version is <paramref name="version"/>.</summary>
    /// <param name="version">The version that was read; 0 is the same as <see cref="NoStream"/>.</param>
    public static ExpectedVersion Exactly(int version)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(version);
        return new(version);
    }

    /// <inheritdoc/>
    public override string ToString() => Value switch { -1 => "any", 0 => "no stream", _ => $"exactly {Value}" };
}

/// <summary>Events to append to one stream: all of them or none.</summary>
/// <param name="Stream">The stream's name, without line feeds.</param>
/// <param name="Expected">What must be true of the stream.</param>
/// <param name="Actor">The pseudonymous account that appends; never a name or an e-mail.</param>
/// <param name="Events">One event or more.</param>
public sealed record AppendRequest(
    string Stream, ExpectedVersion Expected, string Actor, IReadOnlyList<NewEvent> Events);
