using CaseLedger.Domain.Cases;
using NodaTime;

namespace CaseLedger.Domain.Statements;

/// <summary>A statement with what became of it.</summary>
/// <param name="Id">The event that made it.</param>
/// <param name="Made">The words.</param>
/// <param name="Standing">What became of it.</param>
/// <param name="Position">The event's position in the ledger.</param>
/// <param name="RecordedAt">When the ledger recorded it.</param>
public sealed record Statement(Guid Id, StatementMade Made, Standing Standing, long Position, Instant RecordedAt)
{
    /// <summary>The statements of a case.</summary>
    /// <param name="events">All events of the case, in order.</param>
    /// <returns>Its statements in the order recorded.</returns>
    public static IReadOnlyList<Statement> Of(IEnumerable<Recorded<CaseEvent>> events)
    {
        var all = events.ToArray();
        var superseded = all.Select(recorded => (recorded.Event as StatementMade)?.Supersedes).OfType<Guid>().ToHashSet();
        var withdrawn = all.Select(recorded => (recorded.Event as StatementWithdrawn)?.StatementId).OfType<Guid>().ToHashSet();
        return [.. from recorded in all
                   where recorded.Event is StatementMade
                   select new Statement(recorded.Id, (StatementMade)recorded.Event, StandingOf(recorded.Id), recorded.Position, recorded.RecordedAt)];

        Standing StandingOf(Guid id) =>
            withdrawn.Contains(id) ? Standing.Withdrawn : superseded.Contains(id) ? Standing.Superseded : Standing.Stands;
    }
}

/// <summary>What became of a statement.</summary>
public enum Standing
{
    /// <summary>Nobody took it back.</summary>
    [Word("stands")]
    Stands = 1,

    /// <summary>A newer wording took its place.</summary>
    [Word("superseded")]
    Superseded,

    /// <summary>It was taken back.</summary>
    [Word("withdrawn")]
    Withdrawn,
}
