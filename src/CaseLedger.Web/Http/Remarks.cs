using System.Text.Json;
using CaseLedger.Domain;

namespace CaseLedger.Web.Http;

/// <summary>What looked odd about a request's recordings while it was read, kept until a write is answered.</summary>
internal sealed class Remarks
{
    private readonly List<string> _texts = [];

    /// <summary>Notes what looks odd about a recording as it was written.</summary>
    public static void Note(HttpContext context, string field, string? written)
    {
        if (Isrc.Read(written) is not IsrcReading.WellFormed { Notes: { Count: > 0 } notes })
        {
            return;
        }

        var remarks = context.Features.Get<Remarks>() ?? new();
        remarks._texts.AddRange(notes.Select(note => Text(Words.Of(note), field)));
        context.Features.Set(remarks);
    }

    /// <summary>Notes the same of a body's fields.</summary>
    public static void Note(HttpContext context, Shape shape, JsonElement body)
    {
        foreach (var field in shape.Fields.Where(field => field is { IsList: false } && field.Type == typeof(Isrc)))
        {
            if (body.TryGetProperty(field.Name, out var written) && written.ValueKind == JsonValueKind.String)
            {
                Note(context, field.Name, written.GetString());
            }
        }
    }

    /// <summary>What was noted.</summary>
    public static IReadOnlyList<string> Of(HttpContext context) => context.Features.Get<Remarks>()?._texts ?? [];

    /// <summary>A code and the field that it is about, e.g. <c>unknown-prefix; field=isrc</c>.</summary>
    public static string Text(string code, string field) => $"{code}; field={field}";
}
