using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace CaseLedger.Domain.Codec;

/// <summary>
/// <c>{"at":"2024-04-05T10:00:00Z"}</c>, <c>{"on":"2024-04-05"}</c> or <c>{"unknown":true}</c>,
/// each with <c>"approximate":true</c> where it is an estimate.
/// </summary>
internal sealed class ObservedConverter : JsonConverter<Observed>
{
    private const int LongestWithTicks = 28;

    public override Observed Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("Not an observed moment.");
        Observed? observed = null;
        var forms = 0;
        var approximate = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("at"u8))
            {
                reader.Read();
                observed = new Observed.At(ReadInstant(ref reader));
                forms++;
            }
            else if (reader.ValueTextEquals("on"u8))
            {
                reader.Read();
                observed = new Observed.On(DayConverter.Read(ref reader));
                forms++;
            }
            else if (reader.ValueTextEquals("unknown"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.True) throw new JsonException("'unknown' can only be true.");
                observed = new Observed.Unknown();
                forms++;
            }
            else if (reader.ValueTextEquals("approximate"u8))
            {
                reader.Read();
                approximate = reader.GetBoolean();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (observed is null || forms != 1) throw new JsonException("An observed moment has one of 'at', 'on' and 'unknown'.");
        return approximate ? observed with { Approximate = true } : observed;
    }

    public override void Write(Utf8JsonWriter writer, Observed value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        switch (value)
        {
            case Observed.At at:
                writer.WriteString("at"u8, InstantPattern.ExtendedIso.Format(at.Instant));
                break;
            case Observed.On on:
                writer.WriteString("on"u8, on.Day.ToString());
                break;
            default:
                writer.WriteBoolean("unknown"u8, true);
                break;
        }

        if (value.Approximate) writer.WriteBoolean("approximate"u8, true);
        writer.WriteEndObject();
    }

    private static Instant ReadInstant(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException("Not an instant.");
        // The framework's reader is several times faster than a pattern, and exact up to seven decimals.
        var text = reader.ValueSpan;
        if (!reader.HasValueSequence && text.Length is > 0 and <= LongestWithTicks && text[^1] == 'Z' && reader.TryGetDateTime(out var utc))
        {
            return Instant.FromDateTimeUtc(utc);
        }

        return InstantPattern.ExtendedIso.Parse(reader.GetString()!).TryGetValue(default, out var instant)
            ? instant
            : throw new JsonException("Not an instant in UTC with Z.");
    }
}
