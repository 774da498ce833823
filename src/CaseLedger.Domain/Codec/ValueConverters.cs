using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;

namespace CaseLedger.Domain.Codec;

/// <summary>Reads and writes a value that is a string on the wire.</summary>
/// <typeparam name="T">The value's type.</typeparam>
internal abstract class TextConverter<T> : JsonConverter<T>
    where T : notnull
{
    private readonly Parser parse;

    private protected TextConverter(Parser parse) => this.parse = parse;

    internal delegate bool Parser(string? text, [MaybeNullWhen(false)] out T value);

    public sealed override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && parse(reader.GetString(), out var value)
            ? value
            : throw new JsonException($"Not a {typeof(T).Name}.");

    public sealed override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

internal sealed class IsrcConverter() : TextConverter<Isrc>(Isrc.TryParse);

internal sealed class StoreConverter() : TextConverter<Store>(Store.TryParse);

internal sealed class SlugConverter() : TextConverter<Slug>(Slug.TryParse);

internal sealed class AccountIdConverter() : TextConverter<AccountId>(AccountId.TryParse);

internal sealed class Sha256Converter() : TextConverter<Sha256>(Sha256.TryParse);

internal sealed class CurrencyConverter() : TextConverter<Currency>(Currency.TryParse);

internal sealed class CountryConverter() : TextConverter<Country>(Country.TryParse);

internal sealed class AmountConverter() : TextConverter<Amount>(Amount.TryParse);

internal sealed class MonthConverter() : TextConverter<Month>(Month.TryParse);

/// <summary>A member of a closed list, by its word.</summary>
/// <typeparam name="TEnum">The closed list.</typeparam>
internal sealed class WordConverter<TEnum> : JsonConverter<TEnum>
    where TEnum : struct, Enum
{
    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Words.Of(value));

    internal static TEnum Read(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && Words.TryParse<TEnum>(reader.GetString(), out var member)
            ? member
            : throw new JsonException($"Not a {typeof(TEnum).Name}.");
}

/// <summary>A count, as a JSON integer.</summary>
internal sealed class StreamCountConverter : JsonConverter<StreamCount>
{
    public override StreamCount Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public override void Write(Utf8JsonWriter writer, StreamCount value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);

    internal static StreamCount Read(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) && StreamCount.TryFrom(number, out var count)
            ? count
            : throw new JsonException("Not a count of 0 to 2^53-1.");
}

/// <summary>A day, read straight from the bytes: a long case holds thousands.</summary>
internal sealed class DayConverter : JsonConverter<Day>
{
    public override Day Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public override void Write(Utf8JsonWriter writer, Day value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[Day.Length];
        value.Write(text);
        writer.WriteStringValue(text);
    }

    internal static Day Read(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && TryRead(ref reader, out var day) ? day : throw new JsonException("Not a day (yyyy-MM-dd).");

    private static bool TryRead(ref Utf8JsonReader reader, out Day day)
    {
        if (reader.HasValueSequence || reader.ValueIsEscaped) return Day.TryParse(reader.GetString(), out day);
        var text = reader.ValueSpan;
        day = default;
        if (text.Length != Day.Length || text[4] != '-' || text[7] != '-') return false;
        if (!Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..], out var dayOfMonth)) return false;
        if (!Day.IsOfTheYears(year) || month is < 1 or > 12 || dayOfMonth < 1 || dayOfMonth > CalendarSystem.Iso.GetDaysInMonth(year, month)) return false;
        day = new(year, month, dayOfMonth);
        return true;
    }

    private static bool Digits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var b in text)
        {
            if (!char.IsAsciiDigit((char)b)) return false;
            number = (number * 10) + (b - '0');
        }

        return true;
    }
}
