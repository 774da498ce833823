using CaseLedger.Domain;
using NodaTime;

namespace CaseLedger.Web.Timeline;

/// <summary>What an entry is about; its marker in the timeline.</summary>
internal enum EntryKind
{
    /// <summary>The case itself: opened, assigned, settled, linked.</summary>
    Case = 1,

    /// <summary>Numbers of the artist's dashboard.</summary>
    Dashboard,

    /// <summary>Numbers of Trends.</summary>
    Trends,

    /// <summary>The store's reply.</summary>
    Reply,

    /// <summary>Lines of a royalty statement.</summary>
    Royalty,

    /// <summary>Words.</summary>
    Statement,

    /// <summary>Evidence.</summary>
    Evidence,

    /// <summary>A request or promise, or how it ended.</summary>
    Duty,

    /// <summary>Something that was taken back.</summary>
    Correction,

    /// <summary>Not for this reader.</summary>
    Withheld,
}

/// <summary>An event in words, for the timeline of a page.</summary>
/// <param name="Version">Its place in the case.</param>
/// <param name="Id">Its id; null where it is withheld.</param>
/// <param name="Kind">Its marker.</param>
/// <param name="What">What happened, in a few words.</param>
/// <param name="When">When, as far as is known; null where only the recording is.</param>
/// <param name="Recorded">When it was recorded.</param>
/// <param name="Actor">Who recorded it.</param>
internal sealed record TimelineEntry(int Version, Guid? Id, EntryKind Kind, string What, Observed? When, Instant Recorded, AccountId? Actor)
{
    /// <summary>Verbatim words.</summary>
    public string? Quote { get; init; }

    /// <summary>Further lines: numbers, notes.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>What became of it since, where it does not stand any more: it is struck through and this stands below.</summary>
    public string? Corrected { get; init; }

    /// <summary>The day under which it stands: the day on which it happened, or was recorded where nothing else is known.</summary>
    public Day Day => When switch
    {
        Observed.At at => Day.Of(at.Instant),
        Observed.On on => on.Day,
        _ => Day.Of(Recorded),
    };
}
