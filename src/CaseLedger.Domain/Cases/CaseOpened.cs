namespace CaseLedger.Domain.Cases;

/// <summary>Somebody asked why the numbers differ: the case is worked on from here.</summary>
/// <param name="Isrc">The recording.</param>
/// <param name="Title">Its title.</param>
/// <param name="Artist">The name that the artist goes by in this case.</param>
/// <param name="Channel">How it reached the distributor.</param>
/// <param name="ArtistAccount">The account that may see the case.</param>
/// <param name="ReleaseDate">The first day on which the recording could be streamed.</param>
/// <param name="OpenedAt">When the matter began, where that was before the ledger held it.</param>
/// <param name="Note">Anything else.</param>
public sealed record CaseOpened(
    Isrc Isrc,
    string Title,
    string Artist,
    Channel Channel,
    AccountId? ArtistAccount = null,
    Day? ReleaseDate = null,
    Observed? OpenedAt = null,
    string? Note = null) : CaseEvent;
