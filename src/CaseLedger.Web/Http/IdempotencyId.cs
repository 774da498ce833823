using System.Text.Json;

namespace CaseLedger.Web.Http;

/// <summary>The id that a caller chose for a write: in the body, or in the header, or in both alike.</summary>
internal static class IdempotencyId
{
    /// <summary>The body's field.</summary>
    public const string Field = "id";

    /// <summary>The header; its value may be quoted, as the IETF draft has it.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>Reads the id; <see cref="Guid.Empty"/>, with a fault noted, where there is none.</summary>
    public static Guid Read(HttpRequest request, JsonElement body, Faults faults)
    {
        var before = faults.Count;
        var inBody = InBody(body, faults);
        var inHeader = InHeader(request, faults);
        if (faults.Count == before && (inBody ?? inHeader) is null)
        {
            faults.Add(Field, $"expected a UUID chosen by you, here or in the header {Header}, got nothing");
        }

        if (inBody is not null && inHeader is not null && inBody != inHeader)
        {
            faults.Add(Field, $"is not the id in the header {Header}");
        }

        return inBody ?? inHeader ?? Guid.Empty;
    }

    // Not TryGetProperty: it throws at a sibling's name that is not valid Unicode.
    private static Guid? InBody(JsonElement body, Faults faults)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var field = body.EnumerateObject().FirstOrDefault(p => Shape.NameOf(p) == Field).Value;
        return field.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
            ? null
            : (Guid?)Shape.ReadOne(typeof(Guid), field, Field, faults);
    }

    private static Guid? InHeader(HttpRequest request, Faults faults)
    {
        var given = request.Headers[Header];
        if (given.Count > 1)
        {
            faults.Expected(Header, "one value", given.Count.ToString());
        }

        return given.Count == 1
            ? (Guid?)Shape.ReadText(Vocabulary.Find(typeof(Guid))!, given.ToString().Trim('"'), Header, faults)
            : null;
    }
}
