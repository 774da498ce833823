namespace CaseLedger.Ledger.Projections;

/// <summary>How a projection stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version of the code that made its tables.</param>
/// <param name="Position">The next event that it will apply.</param>
/// <param name="Lag">Events recorded and not yet applied.</param>
/// <param name="FailedAt">Position of the event that stopped it; null while it runs.</param>
/// <param name="Failure">Why it stopped.</param>
public sealed record ProjectionStatus(string Name, int Version, long Position, long Lag, long? FailedAt, string? Failure);
