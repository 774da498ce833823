using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.ReadSide;
using NodaTime;
using Npgsql;

namespace CaseLedger.Web.Cases;

/// <summary>How a case stands, as lists and pages show it.</summary>
/// <param name="Isrc">The recording.</param>
/// <param name="Version">Of its newest event; what <c>If-Match</c> takes.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Title">The recording's title; null while it is only watched, as everything that its opening says.</param>
/// <param name="Artist">The name that the artist goes by.</param>
/// <param name="ArtistAccount">Who may see it as its artist.</param>
/// <param name="Channel">How it reached the distributor.</param>
/// <param name="ReleaseDate">The first day on which it could be streamed.</param>
/// <param name="Note">What the opening says beside.</param>
/// <param name="Began">When the matter began, where that was before it was recorded.</param>
/// <param name="BeganBy">The latest moment at which it can have begun: from here its age is counted.</param>
/// <param name="OpenedAt">When the opening was recorded.</param>
/// <param name="Assignee">Who works on it.</param>
/// <param name="Resolution">How it was settled, while it is.</param>
/// <param name="ResolvedAt">When.</param>
/// <param name="WaitingOn">Whose move it is, while it is open.</param>
/// <param name="FirstRecordedAt">When its first event was recorded.</param>
/// <param name="LastRecordedAt">When its newest event was recorded.</param>
internal sealed record CaseSummary(
    Isrc Isrc,
    int Version,
    CaseStatus Status,
    string? Title,
    string? Artist,
    AccountId? ArtistAccount,
    Channel? Channel,
    Day? ReleaseDate,
    string? Note,
    Observed? Began,
    Instant? BeganBy,
    Instant? OpenedAt,
    AccountId? Assignee,
    Slug? Resolution,
    Instant? ResolvedAt,
    WaitingOn? WaitingOn,
    Instant FirstRecordedAt,
    Instant LastRecordedAt)
{
    /// <summary>The columns in the order of <see cref="Read"/>.</summary>
    public const string Columns =
        """
        c.isrc, c.version, c.status, c.title, c.artist, c.artist_account, c.channel, c.release_date, c.note,
        c.began_at, c.began_on, c.began_approximate, c.began_by, c.opened_at, c.assignee, c.resolution, c.resolved_at,
        c.waiting_on, c.waiting_store, c.waiting_since, c.first_recorded_at, c.last_recorded_at
        """;

    /// <summary>Reads a row of <see cref="Columns"/>.</summary>
    public static CaseSummary Read(NpgsqlDataReader row) => new(
        Isrc.Parse(row.GetString(0)),
        row.GetInt32(1),
        row.GetWord<CaseStatus>(2),
        row.GetTextOrNull(3),
        row.GetTextOrNull(4),
        row.GetAccountOrNull(5),
        row.GetWordOrNull<Channel>(6),
        row.GetDayOrNull(7),
        row.GetTextOrNull(8),
        row.IsDBNull(11) ? null : row.GetObserved(9),
        row.GetInstantOrNull(12),
        row.GetInstantOrNull(13),
        row.GetAccountOrNull(14),
        row.GetTextOrNull(15) is { } resolution ? Slug.Parse(resolution) : null,
        row.GetInstantOrNull(16),
        row.GetWordOrNull<Party>(17) is { } party
            ? new(party, row.GetInstant(19), row.GetTextOrNull(18) is { } store ? Store.Parse(store) : null)
            : null,
        row.GetInstant(20),
        row.GetInstant(21));
}
