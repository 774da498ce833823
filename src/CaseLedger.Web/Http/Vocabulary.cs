using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using CaseLedger.Domain;
using NodaTime;
using NodaTime.Text;

namespace CaseLedger.Web.Http;

/// <summary>How each value of the domain is written in a request: the one table that bodies, queries and OpenAPI share.</summary>
internal static class Vocabulary
{
    // Days and instants outside these years are slips of the pen, and calendar arithmetic near the year 9999 overflows.
    private static readonly Day FirstDay = new(1900, 1, 1);
    private static readonly Day LastDay = new(2199, 12, 31);

    private static readonly ConcurrentDictionary<Type, Scalar?> Scalars = new(new Dictionary<Type, Scalar?>
    {
        [typeof(string)] = Scalar.Of<string>("text", JsonValueKind.String, Any),
        [typeof(bool)] = Scalar.Of<bool>("true or false", JsonValueKind.True, bool.TryParse),
        [typeof(int)] = Scalar.Of<int>("a whole number", JsonValueKind.Number, Scalar.TryParseWhole),
        [typeof(long)] = Scalar.Of<long>("a whole number, negative ones too", JsonValueKind.Number, TryParseSigned),
        [typeof(PageLimit)] = Scalar.Of<PageLimit>($"a whole number from 1 to {PageLimit.Most}", JsonValueKind.Number, PageLimit.TryParse),
        [typeof(Cursor)] = Scalar.Of<Cursor>("a cursor from next of the page before", JsonValueKind.String, Cursor.TryParse),
        [typeof(Guid)] = Scalar.Of<Guid>("a UUID", JsonValueKind.String, TryParseId) with { Format = "uuid" },
        [typeof(StreamCount)] = Scalar.Of<StreamCount>(
            $"a whole number from 0 to {StreamCount.Largest}", JsonValueKind.Number, TryParseCount),
        [typeof(Day)] = Scalar.Of<Day>("a day as 2024-03-30", JsonValueKind.String, TryParseDay) with { Format = "date" },
        [typeof(Month)] = Scalar.Of<Month>("a month as 2024-03", JsonValueKind.String, TryParseMonth) with { Pattern = "^[0-9]{4}-[0-9]{2}$" },
        [typeof(Instant)] = Scalar.Of<Instant>("an instant in UTC as 2024-03-30T12:00:00Z, to the microsecond at most", JsonValueKind.String, TryParseInstant) with { Format = "date-time" },
        [typeof(Moment)] = Scalar.Of<Moment>("an instant in UTC as 2024-03-30T12:00:00Z, or a day as 2024-03-30", JsonValueKind.String, TryParseMoment),
        [typeof(Isrc)] = new("an ISRC as AA6Q72000047", JsonValueKind.String, ReadIsrc),
        [typeof(Store)] = Scalar.Of<Store>("a store's slug as spotify", JsonValueKind.String, Store.TryParse) with { Pattern = "^[a-z0-9]+(-[a-z0-9]+)*$" },
        [typeof(Slug)] = Scalar.Of<Slug>("a slug as three-days", JsonValueKind.String, Slug.TryParse) with { Pattern = "^[a-z0-9]+(-[a-z0-9]+)*$" },
        [typeof(AccountId)] = Scalar.Of<AccountId>(
            "an account as agent:…, artist:…, manager:… or import:… with a slug after the colon", JsonValueKind.String, AccountId.TryParse),
        [typeof(Sha256)] = Scalar.Of<Sha256>("a SHA-256 digest in hexadecimal", JsonValueKind.String, Sha256.TryParse) with { Pattern = "^[0-9a-fA-F]{64}$" },
        [typeof(Amount)] = Scalar.Of<Amount>("an amount as the string \"-0.00410\"", JsonValueKind.String, Amount.TryParse),
        [typeof(Currency)] = Scalar.Of<Currency>("a currency's three letters", JsonValueKind.String, Currency.TryParse),
        [typeof(Country)] = Scalar.Of<Country>("a country's two letters", JsonValueKind.String, Country.TryParse),
    });

    /// <summary>How a type is written; null where it is no single value but an object with fields.</summary>
    public static Scalar? Find(Type type) => Scalars.GetOrAdd(type, t => t.IsEnum ? ClosedList(t) : null);

    private static Scalar ClosedList(Type type) =>
        (Scalar)typeof(Vocabulary).GetMethod(nameof(WordsOf), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(type).Invoke(null, null)!;

    private static Scalar WordsOf<TEnum>()
        where TEnum : struct, Enum =>
        Scalar.Of<TEnum>($"one of {string.Join(", ", Words.All<TEnum>())}", JsonValueKind.String, Words.TryParse) with
        {
            Words = Words.All<TEnum>(),
        };

    private static bool Any(string text, out string value)
    {
        value = text;
        return true;
    }

    // Nil is what an uninitialised client sends: two of them would be each other's repeat.
    private static bool TryParseId(string text, out Guid id) => Guid.TryParseExact(text, "D", out id) && id != Guid.Empty;

    private static bool TryParseSigned(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static bool TryParseCount(string text, out StreamCount count)
    {
        count = default;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && StreamCount.TryFrom(value, out count);
    }

    private static bool TryParseDay(string text, out Day day) =>
        Day.TryParse(text, out day) && day >= FirstDay && day <= LastDay;

    private static bool TryParseMonth(string text, out Month month) =>
        Month.TryParse(text, out month) && month.FirstDay >= FirstDay && month.LastDay <= LastDay;

    private static bool TryParseInstant(string text, out Instant instant) =>
        InstantPattern.ExtendedIso.Parse(text).TryGetValue(default, out instant)
        && instant >= FirstDay.StartsAt && instant < LastDay.EndsAt
        // Finer than a microsecond the read tables could not keep what the event says.
        && (instant - NodaConstants.UnixEpoch).ToInt64Nanoseconds() % NodaConstants.NanosecondsPerMicrosecond == 0;

    private static bool TryParseMoment(string text, out Moment? moment)
    {
        moment = TryParseDay(text, out var day) ? new(new Observed.On(day))
            : TryParseInstant(text, out var instant) ? new(new Observed.At(instant))
            : null;
        return moment is not null;
    }

    private static bool ReadIsrc(string text, out object? value, out string? why)
    {
        (value, why) = Isrc.Read(text) switch
        {
            IsrcReading.WellFormed(var isrc, _) => (isrc, null),
            IsrcReading.Malformed(var fault, var suggestion) => ((Isrc?)null, IsrcWording.Of(fault, suggestion)),
            _ => throw new InvalidOperationException("A reading of an ISRC that is neither good nor bad."),
        };
        return value is not null;
    }
}

/// <summary>A moment written as an instant or as a day.</summary>
/// <param name="Observed">What it says of when something was observed.</param>
internal sealed record Moment(Observed Observed);
