using System.Globalization;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.History;
using NodaTime;

namespace CaseLedger.Web.Pages;

/// <summary>Words for people, made from keys and values where they are shown.</summary>
internal static class Wording
{
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;

    /// <summary>A count with its thousands apart, by a space that does not break.</summary>
    public static string Count(decimal count) => count.ToString("#,0", English).Replace(',', '\u202F').Replace("-", "−", StringComparison.Ordinal);

    /// <summary>A share in per cent.</summary>
    public static string Share(double share) => (share * 100).ToString("0.0", English) + "\u202F%";

    /// <summary>A day, e.g. 3 Apr 2024.</summary>
    public static string Day(Day day) => day.Date.ToString("d MMM uuuu", English);

    /// <summary>A moment in UTC.</summary>
    public static string Moment(Instant instant) => instant.InUtc().ToString("d MMM uuuu, HH:mm 'UTC'", English);

    /// <summary>When something was seen or said, as exactly as is known.</summary>
    public static string When(Observed observed)
    {
        var when = observed switch
        {
            Observed.At at => Moment(at.Instant),
            Observed.On on => Day(on.Day),
            _ => "at an unknown time",
        };
        return observed.Approximate ? $"about {when}" : when;
    }

    /// <summary>What is known of a moment beyond its day, below a heading that names the day.</summary>
    public static string WithinDay(Observed observed) => observed switch
    {
        Observed.At at => $"{(observed.Approximate ? "about " : "")}{at.Instant.InUtc().ToString("HH:mm 'UTC'", English)}",
        Observed.On => observed.Approximate ? "date approximate" : "",
        _ => "at an unknown time before",
    };

    /// <summary>A store by its usual name.</summary>
    public static string Store(Store store) => store.ToString() switch
    {
        "spotify" => "Spotify",
        "apple-music" => "Apple Music",
        "deezer" => "Deezer",
        "amazon-music" => "Amazon Music",
        "youtube-music" => "YouTube Music",
        "tidal" => "Tidal",
        var slug => slug,
    };

    /// <summary>A name for machines as words.</summary>
    public static string Slug(Slug slug) => slug.ToString().Replace('-', ' ');

    /// <summary>A party.</summary>
    public static string Party(Party party) => party switch
    {
        Domain.Party.Artist => "the artist",
        Domain.Party.Distributor => "the distributor",
        Domain.Party.Store => "the store",
        _ => "somebody else",
    };

    /// <summary>How something reached somebody.</summary>
    public static string Channel(Channel channel) => channel switch
    {
        Domain.Channel.Email => "by e-mail",
        Domain.Channel.Forum => "in the forum",
        Domain.Channel.Chat => "by chat",
        Domain.Channel.Phone => "by phone",
        _ => "on the web",
    };

    /// <summary>A piece of evidence by its kind.</summary>
    public static string Evidence(EvidenceKind kind) => kind switch
    {
        EvidenceKind.Screenshot => "a screenshot",
        EvidenceKind.Spreadsheet => "a spreadsheet",
        EvidenceKind.Chat => "a chat",
        EvidenceKind.Email => "an e-mail",
        _ => "a document",
    };

    /// <summary>How far a case has come.</summary>
    public static string Status(CaseStatus status) => status switch
    {
        CaseStatus.Open => "Open",
        CaseStatus.Resolved => "Resolved",
        _ => "Watched",
    };

    /// <summary>Whose move it is.</summary>
    public static string Whom(WaitingOn waiting) => waiting.Store is { } store ? Store(store) : Party(waiting.Party);

    /// <summary>Whose move it is and since when.</summary>
    public static string Waiting(WaitingOn waiting, Instant now) =>
        $"waiting on {Whom(waiting)} since {Day(SinceDay(waiting))}, {Waited(waiting, now)}";

    /// <summary>For how long.</summary>
    public static string Waited(WaitingOn waiting, Instant now) =>
        Plural(Period.DaysBetween(SinceDay(waiting).Date, Domain.Day.Of(now).Date), "day");

    private static Day SinceDay(WaitingOn waiting) => Domain.Day.Of(waiting.Since);

    /// <summary>A number with its noun.</summary>
    public static string Plural(decimal count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>A count that may not have been received.</summary>
    public static string Received(StreamCount? count) => count is { } number ? Count(number.Value) : "nothing received";

    /// <summary>How a number came to be what it is, e.g. 0 → 104 (backfill).</summary>
    public static string Vintages(Series series) =>
        Received(series.Vintages[0].Reading.Count)
        + string.Concat(series.Vintages.Skip(1).Select(entry => $" → {Received(entry.Reading.Count)} ({Words.Of(entry.Change!.Value)})"));

    /// <summary>A measure.</summary>
    public static string Measure(Measure measure) => measure switch
    {
        Domain.Measure.Streams => "streams",
        Domain.Measure.MonetisedStreams => "monetised streams",
        Domain.Measure.NonMonetisedStreams => "non-monetised streams",
        Domain.Measure.ShortPlays => "plays under 30 s",
        _ => "listeners",
    };
}
