using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Http;
using CaseLedger.Web.ReadSide;
using NodaTime;

namespace CaseLedger.Web.Cases;

/// <summary>Whose move it is.</summary>
/// <param name="Party">Who.</param>
/// <param name="Store">Which store, when it is a challenged one.</param>
/// <param name="Since">Since when.</param>
internal sealed record WaitingOnAnswer(Party Party, Store? Store, Instant Since);

/// <summary>A case in the list.</summary>
/// <param name="Isrc">The recording.</param>
/// <param name="Version">Of its newest event; what <c>If-Match</c> takes.</param>
/// <param name="Status">watched, open or resolved.</param>
/// <param name="Title">The recording's title; absent while it is only watched, as everything that its opening says.</param>
/// <param name="Artist">The name that the artist goes by.</param>
/// <param name="ArtistAccount">Who may see it as its artist.</param>
/// <param name="Assignee">Who works on it.</param>
/// <param name="WaitingOn">Whose move it is, while it is open.</param>
/// <param name="Resolution">How it was settled, while it is.</param>
/// <param name="BeganBy">From here its age is counted.</param>
/// <param name="OpenedAt">When the opening was recorded.</param>
/// <param name="LastRecordedAt">When its newest event was recorded.</param>
internal sealed record CaseAnswer(
    Isrc Isrc,
    int Version,
    CaseStatus Status,
    string? Title,
    string? Artist,
    AccountId? ArtistAccount,
    AccountId? Assignee,
    WaitingOnAnswer? WaitingOn,
    Slug? Resolution,
    Instant? BeganBy,
    Instant? OpenedAt,
    Instant LastRecordedAt)
{
    /// <summary>The head of the CSV.</summary>
    public static IReadOnlyList<string> Head { get; } =
    [
        "isrc", "status", "title", "artist", "artist_account", "assignee", "waiting_on", "waiting_store", "waiting_since",
        "resolution", "began_by", "opened_at", "last_recorded_at", "version",
    ];

    public static CaseAnswer Of(CaseSummary found) => new(
        found.Isrc, found.Version, found.Status, found.Title, found.Artist, found.ArtistAccount, found.Assignee,
        found.WaitingOn is { } waiting ? new(waiting.Party, waiting.Store, waiting.Since) : null,
        found.Resolution, found.BeganBy, found.OpenedAt, found.LastRecordedAt);

    /// <summary>The cells of the CSV.</summary>
    public IReadOnlyList<string?> Cells() =>
    [
        Isrc.ToString(), Words.Of(Status), Title, Artist, ArtistAccount?.ToString(), Assignee?.ToString(),
        WaitingOn is null ? null : Words.Of(WaitingOn.Party), WaitingOn?.Store?.ToString(), Cell(WaitingOn?.Since),
        Resolution?.ToString(), Cell(BeganBy), Cell(OpenedAt), Cell(LastRecordedAt), $"{Version}",
    ];

    private static string? Cell(Instant? instant) => instant is { } moment ? NodaTime.Text.InstantPattern.ExtendedIso.Format(moment) : null;
}

/// <summary>A piece of evidence that was sent.</summary>
internal sealed record EvidenceAnswer(
    Guid Id, EvidenceKind What, ObservedBody Sent, Channel Via, Sha256? Sha256, string? Name, string? Note, Instant RecordedAt)
{
    public static EvidenceAnswer Of(EvidenceSent sent) => new(
        sent.Id, sent.What, sent.Sent.Shown(), sent.Via, sent.Sha256, sent.Name, sent.Note, sent.RecordedAt);
}
