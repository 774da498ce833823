using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Duties;
using CaseLedger.Web.Pages;
using NodaTime;

namespace CaseLedger.Web.Cases;

/// <summary>A case as its artist sees it at a glance: one card.</summary>
/// <param name="Case">The case.</param>
/// <param name="Newest">What is missing on the newest days; null where no number was reported yet.</param>
/// <param name="Open">What is open in it, what is due first at the beginning.</param>
internal sealed record MyCase(CaseSummary Case, NewestGap? Newest, IReadOnlyList<Duty> Open)
{
    /// <summary>How many duties a card reads; it shows fewer, and says that there are more.</summary>
    public const int MostDuties = 20;

    private const int Shown = 3;

    /// <summary>What the artist is asked for, or has promised.</summary>
    public IEnumerable<Duty> Needed => Open.Where(IsOfArtist).Take(Shown);

    /// <summary>What was promised to the artist.</summary>
    public IEnumerable<Duty> Promised => Open.Where(IsPromisedToArtist).Take(Shown);

    /// <summary>Whether the case holds more of the two than the card shows.</summary>
    public bool HasMore => Open.Count(IsOfArtist) > Shown || Open.Count(IsPromisedToArtist) > Shown || Open.Count == MostDuties;

    /// <summary>Whether it is the artist's to do.</summary>
    public static bool IsOfArtist(Duty duty) => duty.OwedBy == Party.Artist;

    /// <summary>Whether it was promised to the artist.</summary>
    public static bool IsPromisedToArtist(Duty duty) => duty is { Kind: DutiesProjection.Promise, OwedBy: not Party.Artist };

    /// <summary>How a case stands, in words: for its artist it waits "on you".</summary>
    public static string Standing(CaseSummary found, bool isArtist, Wording wording, Instant now) => found switch
    {
        { WaitingOn: { Party: Party.Artist } on } when isArtist =>
            $"{wording.Status(found.Status)}, {wording["mine.waiting-on-you", wording.Day(Day.Of(on.Since)), wording.Waited(on, now)]}",
        { WaitingOn: { } on } => $"{wording.Status(found.Status)}, {wording.Waiting(on, now)}",
        { Status: CaseStatus.Resolved, Resolution: { } how, ResolvedAt: { } at } =>
            wording["mine.resolved", wording.Status(found.Status), wording.Day(Day.Of(at)), Wording.Slug(how)],
        _ => wording.Status(found.Status),
    };
}
