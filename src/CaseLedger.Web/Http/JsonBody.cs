using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace CaseLedger.Web.Http;

/// <summary>Reads a request's body as one JSON document, in bounded memory, refusing what is none.</summary>
internal static class JsonBody
{
    /// <summary>The most bytes that a body may have: a thousand royalty lines, the most that the rules allow, are a fifth of it.</summary>
    public const int MostBytes = 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16 };

    /// <summary>The document, or the problem to answer with.</summary>
    public static async Task<(JsonDocument? Document, Problem? Wrong)> Read(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            return (null, Problems.UnsupportedMediaType);
        }

        if (request.ContentLength > MostBytes)
        {
            return (null, Problems.TooLarge);
        }

        try
        {
            var bytes = await ReadBytes(request, cancellationToken);
            if (bytes is null)
            {
                return (null, Problems.TooLarge);
            }

            // The JSON reader looks at a string's bytes only when the string is asked for.
            return Utf8.IsValid(bytes.Value.Span)
                ? (JsonDocument.Parse(bytes.Value, Strict), null)
                : (null, Problems.Malformed("$", "is not valid UTF-8"));
        }
        catch (JsonException wrong)
        {
            var at = wrong.LineNumber is { } line ? $" (line {line + 1}, byte {wrong.BytePositionInLine + 1})" : "";
            return (null, Problems.Malformed("$", $"is not one JSON document of at most {Strict.MaxDepth} levels{at}"));
        }
        catch (BadHttpRequestException wrong)
        {
            return (null, Problems.OfStatus(wrong.StatusCode));
        }
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadBytes(HttpRequest request, CancellationToken cancellationToken)
    {
        // The length that a caller claims is no reason to reserve as much.
        var bytes = new ArrayBufferWriter<byte>((int)Math.Clamp(request.ContentLength ?? 0, 256, 64 * 1024));
        while (true)
        {
            var read = await request.Body.ReadAsync(bytes.GetMemory(4096), cancellationToken);
            if (read == 0)
            {
                return bytes.WrittenMemory;
            }

            bytes.Advance(read);
            if (bytes.WrittenCount > MostBytes)
            {
                return null;
            }
        }
    }
}
