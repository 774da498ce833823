using System.Globalization;
using CaseLedger.Domain;
using CaseLedger.Web.Http;
using Microsoft.Extensions.Primitives;

namespace CaseLedger.Web.Pages;

/// <summary>
/// A form of a page: what was typed, what it means, and what is wrong with it, field by field, in the reader's language.
/// </summary>
/// <remarks>
/// Each reader notes a fault and answers null (or a default) where the field cannot be read, so that a page reads all
/// fields, asks <see cref="IsGood"/> once, and shows everything that is wrong at once with what was typed still there.
/// </remarks>
internal sealed class PageForm(IFormCollection? sent, Wording wording)
{
    /// <summary>The hidden field that carries the id of what the form records.</summary>
    public const string IdField = "id";

    private const int MostText = 20_000;

    private readonly Dictionary<string, string> _faults = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _preset = new(StringComparer.Ordinal);
    private readonly Guid _fresh = Guid.CreateVersion7();

    /// <summary>Whether the form was sent, and not only shown.</summary>
    public bool IsSent => sent is not null;

    /// <summary>Whether nothing is wrong so far.</summary>
    public bool IsGood => _faults.Count == 0;

    /// <summary>What is wrong, by field, in the order found.</summary>
    public IReadOnlyDictionary<string, string> Faults => _faults;

    /// <summary>
    /// The id of what the form records: made when the form is first shown and sent with it, so that a form that is sent
    /// twice records once.
    /// </summary>
    public Guid Id => Guid.TryParseExact(Raw(IdField), "D", out var id) && id != Guid.Empty ? id : _fresh;

    /// <summary>What a field shows: what was sent, else what it was preset to.</summary>
    public string Shown(string field) => sent is not null && sent.ContainsKey(field) ? Raw(field) : _preset.GetValueOrDefault(field, "");

    /// <summary>Whether a box is ticked.</summary>
    public bool IsTicked(string field) => sent is not null ? Raw(field) is "true" or "on" : _preset.GetValueOrDefault(field) == "true";

    /// <summary>Puts something in a field that is shown for the first time.</summary>
    public void Preset(string field, string? value) => _preset[field] = value ?? "";

    /// <summary>Notes what is wrong with a field; the first fault of a field stays.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="message">For the reader, in their language.</param>
    public void Fault(string field, string message) => _faults.TryAdd(field, message);

    /// <summary>The fault of a field; null where there is none.</summary>
    public string? FaultOf(string field) => _faults.GetValueOrDefault(field);

    /// <summary>A text that has to be there; empty, with a fault noted, where it is not.</summary>
    public string Text(string field, int most = MostText) => OptionalText(field, most) ?? Missing(field) ?? "";

    /// <summary>A text; null where nothing was typed.</summary>
    public string? OptionalText(string field, int most = MostText)
    {
        var text = Raw(field).Trim().ReplaceLineEndings("\n");
        if (text.Length > most)
        {
            Fault(field, wording["form.too-long", wording.Count(most), wording.Count(text.Length)]);
        }
        else if (text.Any(c => char.IsControl(c) && c is not ('\n' or '\t')) || HasLoneSurrogate(text))
        {
            Fault(field, wording["form.control-character"]);
        }

        return text.Length == 0 ? null : text;
    }

    /// <summary>A day that has to be there; null, with a fault noted, where it is not.</summary>
    public Day? Day(string field) => OptionalDay(field) ?? MissingValue<Day>(field);

    /// <summary>A day; null where nothing was typed.</summary>
    public Day? OptionalDay(string field) => Optional(field, "form.day", out Day day) ? day : null;

    /// <summary>The days whose boxes are ticked, in order; empty, with a fault noted, where none is or one cannot be read.</summary>
    public ValueList<Day> Days(string field)
    {
        var ticked = Chosen(field);
        var days = ticked.Select(text => Domain.Day.TryParse(text, out var day) ? day : (Day?)null).OfType<Day>().Order().ToValueList();
        if (ticked.Count == 0)
        {
            Missing(field);
        }
        else if (days.Count < ticked.Count)
        {
            Fault(field, wording["form.day"]);
        }

        return days;
    }

    /// <summary>Whether one box of several under one name is ticked.</summary>
    public bool IsTicked(string field, string value) => Chosen(field).Contains(value, StringComparer.Ordinal);

    /// <summary>A whole number that has to be there; null, with a fault noted, where it is not. Thousands may stand apart.</summary>
    public StreamCount? Count(string field)
    {
        var text = Digits(Raw(field), wording);
        return text.Length == 0 ? MissingValue<StreamCount>(field)
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && StreamCount.TryFrom(value, out var count) ? count
            : Wrong<StreamCount>(field, "form.count");
    }

    /// <summary>A word of a closed list that has to be chosen; null, with a fault noted, where it is not.</summary>
    public TEnum? Word<TEnum>(string field)
        where TEnum : struct, Enum =>
        Words.TryParse<TEnum>(Raw(field), out var value) ? value : Wrong<TEnum>(field, "form.choice");

    /// <summary>A word of a closed list; null where none was chosen.</summary>
    public TEnum? OptionalWord<TEnum>(string field)
        where TEnum : struct, Enum => Raw(field).Length == 0 ? null : Word<TEnum>(field);

    /// <summary>A store.</summary>
    public Store? Store(string field) => Required(field, "form.slug", out Store? store) ? store : null;

    /// <summary>A slug; null where nothing was typed.</summary>
    public Slug? OptionalSlug(string field) => Optional(field, "form.slug", out Slug? slug) ? slug : null;

    /// <summary>A slug that has to be there.</summary>
    public Slug? Slug(string field) => Required(field, "form.slug", out Slug? slug) ? slug : null;

    /// <summary>An account; null where nothing was typed.</summary>
    public AccountId? OptionalAccount(string field) => Optional(field, "form.account", out AccountId? account) ? account : null;

    /// <summary>A recording's code in any form in which people paste it.</summary>
    public Isrc? Isrc(string field) => Required(field, "form.isrc", out Isrc? isrc) ? isrc : null;

    /// <summary>The digest of a file; null where nothing was typed.</summary>
    public Sha256? OptionalDigest(string field) => Optional(field, "form.digest", out Sha256? digest) ? digest : null;

    /// <summary>An account that has to be there.</summary>
    public AccountId? Account(string field) => Required(field, "form.account", out AccountId? account) ? account : null;

    /// <summary>An id that has to be there.</summary>
    public Guid? Reference(string field) => Guid.TryParseExact(Raw(field), "D", out var id) ? id : Wrong<Guid>(field, "form.choice");

    /// <summary>
    /// When something was seen or said: a day (<c>name</c>), beside it perhaps a time in UTC (<c>name-time</c>) and that
    /// it is approximate (<c>name-approximate</c>). Unknown where no day was typed.
    /// </summary>
    public Observed Observed(string field)
    {
        var time = Raw($"{field}-time").Trim();
        Observed observed = OptionalDay(field) switch
        {
            null => new Observed.Unknown(),
            { } day when time.Length == 0 => new Observed.On(day),
            { } day when NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("H:mm").Parse(time).TryGetValue(default, out var clock) =>
                new Observed.At(day.StartsAt + NodaTime.Duration.FromTicks(clock.TickOfDay)),
            _ => Unreadable(),
        };
        return observed with { Approximate = IsTicked($"{field}-approximate") };

        Observed Unreadable()
        {
            Fault($"{field}-time", wording["form.moment"]);
            return new Observed.Unknown();
        }
    }

    /// <summary>What was sent in a field, as it came.</summary>
    public string Raw(string field) => sent is not null && sent.TryGetValue(field, out StringValues values) && values is [{ } value, ..] ? value : "";

    /// <summary>The number's own characters, without what people and spreadsheets put between thousands.</summary>
    public static string Digits(string text, Wording wording) => text.Trim()
        .Replace(wording.Language.Thousands, "", StringComparison.Ordinal)
        .Replace("\u00A0", "", StringComparison.Ordinal)
        .Replace("\u202F", "", StringComparison.Ordinal)
        .Replace(" ", "", StringComparison.Ordinal)
        .Replace("'", "", StringComparison.Ordinal)
        .Replace("’", "", StringComparison.Ordinal);

    private IReadOnlyList<string> Chosen(string field) =>
        sent is not null && sent.TryGetValue(field, out StringValues values) ? [.. values.OfType<string>().Where(value => value.Length > 0)] : [];

    private bool Required<T>(string field, string wrong, out T? value)
    {
        if (Raw(field).Trim().Length > 0)
        {
            return Optional(field, wrong, out value);
        }

        value = default;
        Missing(field);
        return false;
    }

    private bool Optional<T>(string field, string wrong, out T? value)
    {
        value = default;
        var text = Raw(field).Trim();
        if (text.Length == 0)
        {
            return false;
        }

        if (Vocabulary.Find(typeof(T))!.Read(text, out var read, out _) && read is T good)
        {
            value = good;
            return true;
        }

        Fault(field, wording[wrong]);
        return false;
    }

    private string? Missing(string field)
    {
        Fault(field, wording["form.required"]);
        return null;
    }

    private T? MissingValue<T>(string field)
        where T : struct => FaultOf(field) is null ? Wrong<T>(field, "form.required") : null;

    private T? Wrong<T>(string field, string key)
        where T : struct
    {
        Fault(field, wording[key]);
        return null;
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }
}
