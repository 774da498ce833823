using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CaseLedger.Domain.Cases;

namespace CaseLedger.Domain.Codec;

/// <summary>A list of values, each by its own converter.</summary>
/// <typeparam name="T">The elements' type.</typeparam>
internal sealed class ValueListConverter<T> : JsonConverter<ValueList<T>>
{
    public override ValueList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        var items = new List<T>();
        Lists.Start(ref reader);
        while (Lists.Next(ref reader)) items.Add(JsonSerializer.Deserialize(ref reader, type) ?? throw new JsonException("A list holds null."));
        return items.ToValueList();
    }

    public override void Write(Utf8JsonWriter writer, ValueList<T> value, JsonSerializerOptions options)
    {
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        writer.WriteStartArray();
        foreach (var item in value) JsonSerializer.Serialize(writer, item, type);
        writer.WriteEndArray();
    }
}

/// <summary>The numbers of a screenshot or a reply, by hand: they are most of what a case is folded from.</summary>
internal sealed class DayCountsConverter : JsonConverter<ValueList<DayCount>>
{
    public override ValueList<DayCount> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var items = new List<DayCount>(Lists.UsualLength);
        Lists.Start(ref reader);
        while (Lists.Next(ref reader)) items.Add(ReadOne(ref reader));
        return items.ToValueList();
    }

    public override void Write(Utf8JsonWriter writer, ValueList<DayCount> value, JsonSerializerOptions options)
    {
        Span<byte> day = stackalloc byte[Day.Length];
        writer.WriteStartArray();
        foreach (var item in value.AsSpan())
        {
            writer.WriteStartObject();
            item.Day.Write(day);
            writer.WriteString("day"u8, day);
            writer.WriteNumber("count"u8, item.Count.Value);
            // Left out where it is the default, so that saying the default and saying nothing are the same bytes.
            if (item.Measure != Measure.Streams) writer.WriteString("measure"u8, Words.Of(item.Measure));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static DayCount ReadOne(ref Utf8JsonReader reader)
    {
        Day? day = null;
        StreamCount? count = null;
        var measure = Measure.Streams;
        Lists.StartItem(ref reader);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("day"u8))
            {
                reader.Read();
                day = DayConverter.Read(ref reader);
            }
            else if (reader.ValueTextEquals("count"u8))
            {
                reader.Read();
                count = StreamCountConverter.Read(ref reader);
            }
            else if (reader.ValueTextEquals("measure"u8))
            {
                reader.Read();
                measure = WordConverter<Measure>.Read(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new(day ?? throw Lists.Missing("day"), count ?? throw Lists.Missing("count"), measure);
    }
}

/// <summary>The lines of a Trends snapshot, by hand. Here alone null is written: a count of null is "not received".</summary>
internal sealed class TrendsCountsConverter : JsonConverter<ValueList<TrendsCount>>
{
    public override ValueList<TrendsCount> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var items = new List<TrendsCount>(Lists.UsualLength);
        Lists.Start(ref reader);
        while (Lists.Next(ref reader)) items.Add(ReadOne(ref reader));
        return items.ToValueList();
    }

    public override void Write(Utf8JsonWriter writer, ValueList<TrendsCount> value, JsonSerializerOptions options)
    {
        Span<byte> day = stackalloc byte[Day.Length];
        writer.WriteStartArray();
        foreach (var item in value.AsSpan())
        {
            writer.WriteStartObject();
            item.Day.Write(day);
            writer.WriteString("day"u8, day);
            if (item.Count is { } count) writer.WriteNumber("count"u8, count.Value);
            else writer.WriteNull("count"u8);
            if (item.StreamsTotal is { } total) writer.WriteNumber("streamsTotal"u8, total.Value);
            if (item.NonMonetised is { } nonMonetised) writer.WriteNumber("nonMonetised"u8, nonMonetised.Value);
            if (item.ShortPlays is { } shortPlays) writer.WriteNumber("shortPlays"u8, shortPlays.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static TrendsCount ReadOne(ref Utf8JsonReader reader)
    {
        Day? day = null;
        StreamCount? count = null, total = null, nonMonetised = null, shortPlays = null;
        var countSaid = false;
        Lists.StartItem(ref reader);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("day"u8))
            {
                reader.Read();
                day = DayConverter.Read(ref reader);
            }
            else if (reader.ValueTextEquals("count"u8))
            {
                count = ReadCountOrNull(ref reader);
                countSaid = true;
            }
            else if (reader.ValueTextEquals("streamsTotal"u8))
            {
                total = ReadCountOrNull(ref reader);
            }
            else if (reader.ValueTextEquals("nonMonetised"u8))
            {
                nonMonetised = ReadCountOrNull(ref reader);
            }
            else if (reader.ValueTextEquals("shortPlays"u8))
            {
                shortPlays = ReadCountOrNull(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (!countSaid) throw Lists.Missing("count");
        return new(day ?? throw Lists.Missing("day"), count, total, nonMonetised, shortPlays);
    }

    private static StreamCount? ReadCountOrNull(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? null : StreamCountConverter.Read(ref reader);
    }
}

/// <summary>The steps that reading any list by hand shares.</summary>
file static class Lists
{
    /// <summary>A snapshot taken daily shows about a week.</summary>
    internal const int UsualLength = 7;

    internal static void Start(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("Not a list.");
    }

    internal static bool Next(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;

    internal static void StartItem(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("Not an object.");
    }

    internal static JsonException Missing(string field) => new($"'{field}' is missing.");
}
