using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.History;
using CaseLedger.Web.Access;
using CaseLedger.Web.Languages;
using NodaTime;

namespace CaseLedger.Web.Pages;

/// <summary>Words for people in a reader's language, made from keys and values where they are shown.</summary>
internal sealed class Wording(Language language)
{
    private readonly Texts _texts = Texts.Of(language);

    /// <summary>The language.</summary>
    public Language Language => language;

    /// <summary>A text by its key; the arguments take the places of <c>{0}</c>, <c>{1}</c> and so on.</summary>
    public string this[string key, params ReadOnlySpan<object?> arguments] => _texts[key, arguments];

    /// <summary>Whether there is a text of this key.</summary>
    public bool Has(string key) => _texts.Has(key);

    /// <summary>A text that depends on a number, which stands in <c>{0}</c>: the keys end in <c>.one</c> and <c>.other</c>.</summary>
    public string Plural(string key, decimal count, object? beside = null) => _texts[$"{key}.{(language.IsOne(count) ? "one" : "other")}", Count(count), beside];

    /// <summary>The text of a word from a closed list, e.g. <c>status.open</c>.</summary>
    public string Word<TEnum>(string list, TEnum value)
        where TEnum : struct, Enum => _texts[$"{list}.{Words.Of(value)}"];

    /// <summary>A count with its thousands apart.</summary>
    public string Count(decimal count) => count.ToString("#,0", language.Numbers);

    /// <summary>A share in per cent.</summary>
    public string Share(double share) => (share * 100).ToString("0.0", language.Numbers) + language.PerCent;

    /// <summary>A day, e.g. 3 Apr 2024.</summary>
    public string Day(Day day) => Date(day.Date);

    /// <summary>A moment in UTC.</summary>
    public string Moment(Instant instant) => _texts["date.moment", Date(instant.InUtc().Date), Clock(instant)];

    /// <summary>When something was seen or said, as exactly as is known.</summary>
    public string When(Observed observed)
    {
        var when = observed switch
        {
            Observed.At at => Moment(at.Instant),
            Observed.On on => Day(on.Day),
            _ => _texts["date.unknown"],
        };
        return observed.Approximate ? _texts["date.about", when] : when;
    }

    /// <summary>What is known of a moment beyond its day, below a heading that names the day.</summary>
    public string WithinDay(Observed observed) => observed switch
    {
        Observed.At at when observed.Approximate => _texts["date.about", Time(at.Instant)],
        Observed.At at => Time(at.Instant),
        Observed.On => observed.Approximate ? _texts["date.approximate"] : "",
        _ => _texts["date.unknown-before"],
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

    /// <summary>Why a text is no ISRC, with the code that was perhaps meant.</summary>
    public string Malformed(IsrcReading.Malformed text) =>
        Word("claim.isrc-fault", text.Fault) + (text.Suggestion is { } meant ? " " + _texts["claim.isrc-meant", meant.Display] : "");

    /// <summary>How a case was settled: in the reader's words where they are among the usual ones.</summary>
    public string Resolution(Slug resolution) => _texts.Has($"resolution.{resolution}") ? _texts[$"resolution.{resolution}"] : Slug(resolution);

    /// <summary>A name for machines as words.</summary>
    public static string Slug(Slug slug) => slug.ToString().Replace('-', ' ');

    /// <summary>A party within a sentence.</summary>
    public string Party(Party party) => Word("party", party);

    /// <summary>How something reached somebody.</summary>
    public string Channel(Channel channel) => Word("channel", channel);

    /// <summary>A piece of evidence by its kind.</summary>
    public string Evidence(EvidenceKind kind) => Word("evidence", kind);

    /// <summary>How far a case has come.</summary>
    public string Status(CaseStatus status) => Word("status", status);

    /// <summary>Whose move it is.</summary>
    public string Whom(WaitingOn waiting) => waiting.Store is { } store ? Store(store) : Party(waiting.Party);

    /// <summary>Whose move it is and since when.</summary>
    public string Waiting(WaitingOn waiting, Instant now) =>
        _texts["waiting.since", Whom(waiting), Day(SinceDay(waiting)), Waited(waiting, now)];

    /// <summary>For how long.</summary>
    public string Waited(WaitingOn waiting, Instant now) =>
        Plural("count.days", Period.DaysBetween(SinceDay(waiting).Date, Domain.Day.Of(now).Date));

    /// <summary>A count that may not have been received.</summary>
    public string Received(StreamCount? count) => count is { } number ? Count(number.Value) : _texts["count.not-received"];

    /// <summary>How a number came to be what it is, e.g. 0 → 104 (backfill).</summary>
    public string Vintages(Series series) =>
        Received(series.Vintages[0].Reading.Count)
        + string.Concat(series.Vintages.Skip(1).Select(entry => $" → {Received(entry.Reading.Count)} ({Word("change", entry.Change!.Value)})"));

    /// <summary>A measure.</summary>
    public string Measure(Measure measure) => Word("measure", measure);

    /// <summary>What somebody may do.</summary>
    public string Role(Role role) => _texts[$"role.{role.Word()}"];

    /// <summary>Who shows a number.</summary>
    public string Source(Source source) => Word("source", source);

    private static Day SinceDay(WaitingOn waiting) => Domain.Day.Of(waiting.Since);

    private string Date(LocalDate date) => _texts["date.day", date.Day, _texts[$"month.{date.Month}"], date.Year];

    private string Time(Instant instant) => _texts["date.time", Clock(instant)];

    private static string Clock(Instant instant)
    {
        var time = instant.InUtc().TimeOfDay;
        return $"{time.Hour:00}:{time.Minute:00}";
    }
}
