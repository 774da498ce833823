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

    /// <summary>Digests of the files that it names: its evidence, or what it was read from.</summary>
    public IReadOnlyList<Sha256> Files { get; init; } = [];

    /// <summary>What later events say of it; they stand below it and not by themselves.</summary>
    public IReadOnlyList<Sequel> Sequels { get; init; } = [];

    /// <summary>Whether it does not stand any more: it is struck through and stays readable.</summary>
    public bool IsCorrected => Sequels.Any(sequel => sequel.Corrects);

    /// <summary>The day under which it stands: the day on which it happened, or was recorded where nothing else is known.</summary>
    public Day Day => When switch
    {
        Observed.At at => Day.Of(at.Instant),
        Observed.On on => on.Day,
        _ => Day.Of(Recorded),
    };
}

/// <summary>What a later event says of an entry.</summary>
/// <param name="Version">The later event's place in the case.</param>
/// <param name="Text">What it says.</param>
/// <param name="Corrects">The entry does not stand any more because of it.</param>
/// <param name="Recorded">When the later event was recorded.</param>
internal sealed record Sequel(int Version, string Text, bool Corrects, Instant Recorded);
