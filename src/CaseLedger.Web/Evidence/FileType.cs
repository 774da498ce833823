using CaseLedger.Domain;

namespace CaseLedger.Web.Evidence;

/// <summary>What a file is, by its content. These are kept as evidence, and no others.</summary>
internal enum FileType
{
    /// <summary>A picture (PNG).</summary>
    [Word("png")]
    Png = 1,

    /// <summary>A picture (JPEG).</summary>
    [Word("jpeg")]
    Jpeg,

    /// <summary>A picture (WebP).</summary>
    [Word("webp")]
    WebP,

    /// <summary>A document (PDF).</summary>
    [Word("pdf")]
    Pdf,

    /// <summary>Text: a table with delimiters, or words.</summary>
    [Word("text")]
    Text,

    /// <summary>A workbook (Office Open XML).</summary>
    [Word("xlsx")]
    Xlsx,

    /// <summary>A workbook (BIFF in a compound file).</summary>
    [Word("xls")]
    Xls,

    /// <summary>An e-mail with its header (RFC 5322).</summary>
    [Word("email")]
    Email,

    /// <summary>Something packed with gzip; what, is never looked at here.</summary>
    [Word("gzip")]
    Gzip,

    /// <summary>JSON, a record a line.</summary>
    [Word("ndjson")]
    Ndjson,
}

/// <summary>What goes with each type.</summary>
internal static class FileTypes
{
    /// <summary>The media type under which it is handed out.</summary>
    public static string MediaType(this FileType type) => type switch
    {
        FileType.Png => "image/png",
        FileType.Jpeg => "image/jpeg",
        FileType.WebP => "image/webp",
        FileType.Pdf => "application/pdf",
        FileType.Text => "text/plain",
        FileType.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        FileType.Xls => "application/vnd.ms-excel",
        FileType.Email => "message/rfc822",
        FileType.Gzip => "application/gzip",
        FileType.Ndjson => "application/x-ndjson",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a type of file."),
    };

    /// <summary>The ending that names of such files have.</summary>
    public static string Ending(this FileType type) => type switch
    {
        FileType.Jpeg => "jpg",
        FileType.Text => "txt",
        FileType.Email => "eml",
        FileType.Gzip => "gz",
        _ => Words.Of(type),
    };

    /// <summary>Whether a clean rendition can be shown of it.</summary>
    public static bool IsPicture(this FileType type) => type is FileType.Png or FileType.Jpeg or FileType.WebP;
}
