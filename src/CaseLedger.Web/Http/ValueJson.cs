using System.Text.Json;
using System.Text.Json.Serialization;
using CaseLedger.Domain;
using NodaTime;
using NodaTime.Text;

namespace CaseLedger.Web.Http;

/// <summary>Writes the domain's values into answers as requests write them: days, slugs and words as strings, counts as numbers.</summary>
internal sealed class ValueJson : JsonConverterFactory
{
    /// <summary>The options of every answer.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Converters.Add(new ValueJson());
    }

    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert == typeof(Instant)
        || (typeToConvert.Namespace?.StartsWith("CaseLedger", StringComparison.Ordinal) is true && Vocabulary.Find(typeToConvert) is not null);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        var converter = typeToConvert == typeof(StreamCount) ? typeof(CountConverter)
            : typeToConvert == typeof(Instant) ? typeof(InstantConverter)
            : typeToConvert.IsEnum ? typeof(WordConverter<>).MakeGenericType(typeToConvert)
            : typeof(TextConverter<>).MakeGenericType(typeToConvert);
        return (JsonConverter)Activator.CreateInstance(converter)!;
    }

    private abstract class WriteOnly<T> : JsonConverter<T>
    {
        // Requests are read by Shape, which says everything that is wrong instead of the first thing.
        public sealed override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Answers are written here, requests are read by Shape.");
    }

    private sealed class CountConverter : WriteOnly<StreamCount>
    {
        public override void Write(Utf8JsonWriter writer, StreamCount value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value.Value);
    }

    private sealed class InstantConverter : WriteOnly<Instant>
    {
        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
            writer.WriteStringValue(InstantPattern.ExtendedIso.Format(value));
    }

    private sealed class WordConverter<T> : WriteOnly<T>
        where T : struct, Enum
    {
        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Words.Of(value));
    }

    private sealed class TextConverter<T> : WriteOnly<T>
        where T : notnull
    {
        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
