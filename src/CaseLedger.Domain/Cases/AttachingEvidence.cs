using NodaTime;

namespace CaseLedger.Domain.Cases;

/// <summary>Attach a piece of evidence.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="What">What it is.</param>
/// <param name="Sent">When it was sent.</param>
/// <param name="Via">How.</param>
/// <param name="Sha256">Digest of the bytes; absent when the bytes were not kept.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Note">Anything else.</param>
public sealed record AttachEvidence(
    Guid Id,
    AccountId Actor,
    EvidenceKind What,
    Observed Sent,
    Channel Via,
    Sha256? Sha256 = null,
    string? Name = null,
    string? Note = null) : Command(Id, Actor)
{
    internal EvidenceAttached Fact => new(What, Sent, Via, Sha256, Name, Note);
}

/// <summary>Attaches evidence.</summary>
public static class AttachingEvidence
{
    /// <summary>Decides whether evidence is attached.</summary>
    /// <remarks>The same bytes may be attached again: that something was sent three times is a fact of the case. The case need not be open.</remarks>
    /// <param name="case">The case so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    public static Decision Decide(CaseState @case, AttachEvidence command, Instant now) =>
        Repeats.Of(@case.Find(command.Id), command.Fact)
        ?? Decision.Unless(
            Rules.NotInFuture("sent", command.Sent, now)
            ?? Rules.OptionalText("name", command.Name)
            ?? Rules.OptionalText("note", command.Note),
            command.Fact);
}
