using System.Net.Mime;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace CaseLedger.Web.Http;

/// <summary>On an endpoint: its body is a file, for the OpenAPI document.</summary>
internal sealed record TakesFile;

/// <summary>A file that a request brings: its bytes as they arrive, and what its sender calls it.</summary>
/// <param name="Content">The bytes; they are read once.</param>
/// <param name="Name">The name, cleaned: no folders, nothing that does not print, at most 200 characters.</param>
internal sealed record IncomingFile(Stream Content, string Name)
{
    /// <summary>The field of a form that holds the file.</summary>
    public const string Field = "file";

    /// <summary>The header that names a file sent as the bare body; percent-encoded, as headers hold ASCII.</summary>
    public const string NameHeader = "X-File-Name";

    private const int LongestName = 200;
    private const int LongestBoundary = 100;

    /// <summary>Finds the file: the field <c>file</c> of a form (RFC 7578), or else the whole body.</summary>
    /// <returns>Null where a form has no such field.</returns>
    /// <exception cref="InvalidDataException">The form is broken.</exception>
    public static async Task<IncomingFile?> Find(HttpRequest request, string unnamed, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(MediaTypeNames.Multipart.FormData, StringComparison.OrdinalIgnoreCase))
        {
            return new(request.Body, Clean(Uri.UnescapeDataString(request.Headers[NameHeader].ToString()), unnamed));
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length is 0 or > LongestBoundary)
        {
            throw new InvalidDataException("The form has no boundary, or one that is too long.");
        }

        var reader = new MultipartReader(boundary, request.Body);
        while (await Next(reader, cancellationToken) is { } section)
        {
            if (section.GetContentDispositionHeader() is { } header && HeaderUtilities.RemoveQuotes(header.Name) == Field)
            {
                var name = header.FileNameStar.HasValue ? header.FileNameStar : header.FileName;
                return new(section.Body, Clean(HeaderUtilities.RemoveQuotes(name).ToString(), unnamed));
            }
        }

        return null;
    }

    private static async Task<MultipartSection?> Next(MultipartReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadNextSectionAsync(cancellationToken);
        }
        catch (IOException broken) when (broken is not BadHttpRequestException)
        {
            // The reader's word for a form that ends in the midst of a part's head, or before any part.
            throw new InvalidDataException("The form breaks off before its file.", broken);
        }
    }

    /// <summary>A file's name as it can be shown and recorded: it is never used as a path.</summary>
    /// <param name="name">As its sender wrote it.</param>
    /// <param name="unnamed">What a file without a name is called.</param>
    public static string Clean(string name, string unnamed)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var printed = string.Concat(last.Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.Format)).Trim();
        return printed.Length == 0 ? unnamed : printed.Length <= LongestName ? printed : printed[..LongestName];
    }
}
