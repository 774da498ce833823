using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using CaseLedger.Imports.Spreadsheets;
using CaseLedger.Imports.Text;

namespace CaseLedger.Web.Evidence;

/// <summary>What a file was found to be.</summary>
/// <param name="Type">Null where it is refused.</param>
/// <param name="Seen">What it is, as a word or two: of a refused one too.</param>
/// <param name="Hint">What its sender can do about a refusal; null where nothing is known.</param>
/// <param name="Size">Of a picture.</param>
internal sealed record RecognisedFile(FileType? Type, string Seen, string? Hint = null, PictureSize? Size = null);

/// <summary>
/// Finds what a file is, by its first bytes and by the directories of archives: never by its name, nor by what its sender
/// says. Nothing is unpacked, decoded or parsed.
/// </summary>
internal static partial class FileRecognition
{
    private const int HeadBytes = 64 * 1024;
    private const int MarkupWithin = 1024;

    // An end record of a zip: 22 bytes, and a comment of at most 64 KiB behind it.
    private const int ZipEnd = 22;
    private const int LongestComment = ushort.MaxValue;
    private const int ZipEntry = 46;

    // Of a workbook's directory: two thousand parts have a tenth of it.
    private const int MostDirectory = 1024 * 1024;

    private const string AsPicture = "Send a screenshot as PNG or JPEG.";
    private const string AsPlainFile = "Send a screenshot, a PDF, a table (CSV or .xlsx), an e-mail (.eml) or plain text.";

    // Pictures of phones (ISO 23008-12), and the video frames that some of them really are.
    private static readonly string[] HeicBrands = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"];

    private static readonly (byte[] Start, string Seen, string? Hint)[] Others =
    [
        ("GIF8"u8.ToArray(), "a GIF", AsPicture),
        ([0x49, 0x49, 0x2A, 0x00], "a TIFF", AsPicture),
        ([0x4D, 0x4D, 0x00, 0x2A], "a TIFF", AsPicture),
        ([0x7F, .. "ELF"u8], "a program", null),
        ("#!"u8.ToArray(), "a script", null),
        ("Rar!"u8.ToArray(), "an archive", "Unpack it and send the files one by one."),
        ([0x37, 0x7A, 0xBC, 0xAF], "an archive", "Unpack it and send the files one by one."),
        (@"{\rtf"u8.ToArray(), "a word processor's document", "Save it as PDF and send that."),
    ];

    /// <summary>Finds what a file is.</summary>
    /// <param name="file">The file, seekable; not closed here.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RecognisedFile Of(Stream file)
    {
        file.Position = 0;
        var buffer = new byte[Math.Min(file.Length, HeadBytes)];
        file.ReadExactly(buffer);
        ReadOnlySpan<byte> head = buffer;
        return OfPicture(head, file)
            ?? (head.StartsWith("%PDF-"u8) ? new RecognisedFile(FileType.Pdf, "a PDF") : null)
            ?? (head is [0x1F, 0x8B, 0x08, ..] ? new RecognisedFile(FileType.Gzip, "a file packed with gzip") : null)
            ?? (WorkbookGuard.IsZip(head) ? OfZip(file) : WorkbookGuard.IsCompound(head) ? OfCompound(file) : null)
            ?? (WorkbookGuard.IsBareRecords(head) ? new RecognisedFile(FileType.Xls, "a workbook") : null)
            ?? OfOther(head)
            ?? OfText(head);
    }

    private static RecognisedFile? OfPicture(ReadOnlySpan<byte> head, Stream file)
    {
        if (head.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            return Picture(FileType.Png, "PNG", PictureSize.OfPng(head));
        }

        if (head.StartsWith<byte>([0xFF, 0xD8, 0xFF]))
        {
            return Picture(FileType.Jpeg, "JPEG", PictureSize.OfJpeg(file));
        }

        if (head.StartsWith("RIFF"u8) && head.Length >= 12 && head[8..12].SequenceEqual("WEBP"u8))
        {
            return Picture(FileType.WebP, "WebP", PictureSize.OfWebP(head));
        }

        if (head.Length < 12 || !head[4..8].SequenceEqual("ftyp"u8))
        {
            return null;
        }

        var brand = Encoding.ASCII.GetString(head[8..12]);
        return HeicBrands.Contains(brand)
            ? new(null, "a HEIC picture", "On an iPhone: Settings > Camera > Formats > Most Compatible, or take a screenshot, and send that.")
            : new(null, brand.StartsWith("avif", StringComparison.Ordinal) ? "an AVIF picture" : "a film or sound", AsPicture);
    }

    private static RecognisedFile Picture(FileType type, string name, PictureSize? size) => size is null
        ? new(null, $"a {name} that is cut short", "It did not arrive whole: send it again.")
        : new(type, $"a {name}", Size: size);

    private static RecognisedFile? OfOther(ReadOnlySpan<byte> head)
    {
        foreach (var (start, seen, hint) in Others)
        {
            if (head.StartsWith(start))
            {
                return new(null, seen, hint ?? AsPlainFile);
            }
        }

        return null;
    }

    // By the names in its directory: what they hold is never unpacked here.
    private static RecognisedFile OfZip(Stream file)
    {
        var names = ZipNames(file);
        return names is null || !names.Contains("[Content_Types].xml") ? new(null, "an archive", "Unpack it and send the files one by one.")
            : names.Contains("xl/vbaProject.bin") ? new(null, "a workbook with macros", "Save it as .xlsx, which has no macros, and send that.")
            : names.Contains("xl/workbook.xml") ? new(FileType.Xlsx, "a workbook")
            : names.Contains("xl/workbook.bin") ? new(null, "a binary workbook", "Save it as .xlsx and send that.")
            : new(null, "an office document", "Save it as PDF and send that.");
    }

    private static HashSet<string>? ZipNames(Stream file)
    {
        var tail = new byte[Math.Min(file.Length, ZipEnd + LongestComment)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (at < 0 || tail.Length - at < ZipEnd)
        {
            return null;
        }

        var (size, offset) = (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 12)), BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16)));
        if (size > MostDirectory || offset + (long)size > file.Length)
        {
            return null;
        }

        var directory = new byte[size];
        file.Position = offset;
        file.ReadExactly(directory);
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (ReadOnlySpan<byte> rest = directory; rest.Length >= ZipEntry && rest.StartsWith("PK\x01\x02"u8);)
        {
            var (name, extra, comment) = (
                BinaryPrimitives.ReadUInt16LittleEndian(rest[28..]), BinaryPrimitives.ReadUInt16LittleEndian(rest[30..]), BinaryPrimitives.ReadUInt16LittleEndian(rest[32..]));
            if (rest.Length < ZipEntry + name + extra + comment)
            {
                return null;
            }

            names.Add(Encoding.UTF8.GetString(rest.Slice(ZipEntry, name)));
            rest = rest[(ZipEntry + name + extra + comment)..];
        }

        return names;
    }

    private static RecognisedFile OfCompound(Stream file)
    {
        var parts = Parts(file, "EncryptedPackage", "_VBA_PROJECT", "WordDocument", "PowerPoint Document", "Workbook", "Book");
        return parts.Contains("EncryptedPackage") ? new(null, "a workbook under a password", "Save it without a password and send that.")
            : parts.Contains("_VBA_PROJECT") ? new(null, "an office document with macros", "Save it as .xlsx, which has no macros, and send that.")
            : parts.Contains("WordDocument") || parts.Contains("PowerPoint Document") ? new(null, "an office document", "Save it as PDF and send that.")
            : parts.Contains("Workbook") || parts.Contains("Book") ? new(FileType.Xls, "a workbook")
            : new(null, "an unknown compound file", AsPlainFile);
    }

    // The directory of a compound file can stand anywhere in it; names in it are UTF-16.
    private static HashSet<string> Parts(Stream file, params string[] names)
    {
        var longest = names.Max(name => name.Length) * 2;
        var found = new HashSet<string>(StringComparer.Ordinal);
        var buffer = new byte[HeadBytes + longest];
        var carried = 0;
        file.Position = 0;
        for (int read; (read = file.Read(buffer, carried, HeadBytes)) > 0;)
        {
            var seen = buffer.AsSpan(0, carried + read);
            foreach (var name in names)
            {
                if (WorkbookGuard.HasPart(seen, name))
                {
                    found.Add(name);
                }
            }

            carried = Math.Min(longest, seen.Length);
            seen[^carried..].CopyTo(buffer);
        }

        return found;
    }

    private static RecognisedFile OfText(ReadOnlySpan<byte> head)
    {
        var encoding = TextEncodings.Find(head);
        var text = encoding.GetString(head).TrimStart('\uFEFF');
        var start = text.TrimStart();
        if (start.Length == 0 || text.Any(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r' or '\f' or '\v') && c < '\u0080'))
        {
            return new(null, start.Length == 0 ? "nothing but spaces" : "something unknown", AsPlainFile);
        }

        // An e-mail's parts are pages often enough, and its header says that it is none itself.
        if (IsEmail(text))
        {
            return new(FileType.Email, "an e-mail");
        }

        // Browsers take a page for one however it is called, and wherever in the first kilobyte it begins.
        var beginning = start[..Math.Min(start.Length, MarkupWithin)];
        return Svg().IsMatch(beginning) ? new(null, "an SVG", AsPicture)
            : Markup().IsMatch(beginning) ? new(null, "a web page", "Save it as PDF, or take a screenshot, and send that.")
            : start[0] == '<' ? new(null, "XML", AsPlainFile)
            : start[0] == '{' ? new(FileType.Ndjson, "JSON")
            : new(FileType.Text, "text");
    }

    // At least two fields that every mail program writes, before anything that is no field.
    private static bool IsEmail(string text)
    {
        var known = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.IsEmpty || (line[0] is not (' ' or '\t') && !HeaderField().IsMatch(line) && !line.StartsWith("From ", StringComparison.Ordinal)))
            {
                break;
            }

            known += KnownField().IsMatch(line) ? 1 : 0;
        }

        return known >= 2;
    }

    [GeneratedRegex(@"<svg[\s>:]|<!doctype\s+svg", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Svg();

    [GeneratedRegex(@"<(!doctype\s+html|html|head|body|script|iframe|object|embed|style|table|title|meta|img|a\s)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Markup();

    [GeneratedRegex(@"^[!-9;-~]+:")]
    private static partial Regex HeaderField();

    [GeneratedRegex("^(from|date|received|return-path|delivered-to|message-id|mime-version|subject|to):", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KnownField();
}
