using NodaTime;

namespace CaseLedger.Domain.Cases;

/// <summary>Open a case: somebody asked why the numbers differ.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who opens it.</param>
/// <param name="Isrc">The recording.</param>
/// <param name="Title">Its title.</param>
/// <param name="Artist">The name that the artist goes by in this case.</param>
/// <param name="Channel">How it reached the distributor.</param>
/// <param name="ArtistAccount">The account that may see the case.</param>
/// <param name="ReleaseDate">The first day on which the recording could be streamed.</param>
/// <param name="OpenedAt">When the matter began, where that was before the ledger held it.</param>
/// <param name="Note">Anything else.</param>
public sealed record OpenCase(
    Guid Id,
    AccountId Actor,
    Isrc Isrc,
    string Title,
    string Artist,
    Channel Channel,
    AccountId? ArtistAccount = null,
    Day? ReleaseDate = null,
    Observed? OpenedAt = null,
    string? Note = null) : Command(Id, Actor)
{
    internal CaseOpened Fact => new(Isrc, Title, Artist, Channel, ArtistAccount, ReleaseDate, OpenedAt, Note);
}

/// <summary>Opens cases.</summary>
public static class OpeningCase
{
    /// <summary>Decides whether a case is opened.</summary>
    /// <remarks>A watched case may hold snapshots for years before: opening continues the same stream. A resolved one is reopened, not opened.</remarks>
    /// <param name="case">The case so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    /// <exception cref="ArgumentException">The state is another recording's: a fault of the caller.</exception>
    public static Decision Decide(CaseState @case, OpenCase command, Instant now)
    {
        if (command.Isrc != @case.Isrc) throw new ArgumentException($"The command is about {command.Isrc}, the state about {@case.Isrc}.", nameof(command));
        return Repeats.Of(@case.Find(command.Id), command.Fact)
            ?? Decision.Unless(
                Refusal.If(@case.IsOpen, RefusalKinds.CaseAlreadyOpen)
                ?? Refusal.If(@case.Status == CaseStatus.Resolved, RefusalKinds.CaseResolved)
                ?? Rules.Text("title", command.Title)
                ?? Rules.Text("artist", command.Artist)
                ?? Rules.OptionalText("note", command.Note)
                ?? Rules.NotInFuture("openedAt", command.OpenedAt, now),
                command.Fact);
    }
}
