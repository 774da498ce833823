using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace CaseLedger.Imports.Tests.Spreadsheets;

/// <summary>A cell with a formula and what it came to when it was saved.</summary>
internal sealed record Formula(string Text, double? Cached);

/// <summary>A cell whose formula came to nothing.</summary>
internal sealed record CellError(string Code);

/// <summary>Writes workbooks (ECMA-376) of no more parts than a reader needs.</summary>
internal static class Xlsx
{
    private static readonly DateOnly Start = new(1899, 12, 30);

    public static byte[] Of(params object?[][] rows) => Of([("Sheet1", rows)]);

    public static byte[] Of(
        (string Name, object?[][] Rows)[] sheets,
        bool from1904 = false,
        string[]? merged = null,
        string? hidden = null,
        (string Name, byte[] Content)[]? more = null)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part(zip, "[Content_Types].xml",
                """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>""");
            Part(zip, "_rels/.rels",
                """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
            Part(zip, "xl/workbook.xml",
                $"""<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{(from1904 ? "<workbookPr date1904=\"1\"/>" : "")}<sheets>{string.Concat(sheets.Select((sheet, i) => $"<sheet name=\"{sheet.Name}\" sheetId=\"{i + 1}\"{(sheet.Name == hidden ? " state=\"hidden\"" : "")} r:id=\"rId{i + 1}\"/>"))}</sheets></workbook>""");
            Part(zip, "xl/_rels/workbook.xml.rels",
                $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{string.Concat(sheets.Select((_, i) => $"<Relationship Id=\"rId{i + 1}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet{i + 1}.xml\"/>"))}<Relationship Id="rIdT" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rIdS" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>""");
            Part(zip, "xl/styles.xml",
                """<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>""");
            var strings = new List<string>();
            for (var i = 0; i < sheets.Length; i++)
            {
                Part(zip, $"xl/worksheets/sheet{i + 1}.xml", Sheet(sheets[i].Rows, merged ?? [], strings));
            }

            Part(zip, "xl/sharedStrings.xml",
                $"""<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="{strings.Count}" uniqueCount="{strings.Count}">{string.Concat(strings.Select(text => $"<si><t>{SecurityElement.Escape(text)}</t></si>"))}</sst>""");

            foreach (var (name, content) in more ?? [])
            {
                using var part = zip.CreateEntry(name, CompressionLevel.Optimal).Open();
                part.Write(content);
            }
        }

        return file.ToArray();
    }

    private static string Sheet(object?[][] rows, string[] merged, List<string> strings)
    {
        var xml = new StringBuilder("""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>""");
        for (var row = 0; row < rows.Length; row++)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<row r=\"{row + 1}\">");
            for (var column = 0; column < rows[row].Length; column++)
            {
                xml.Append(Cell($"{Letters(column)}{row + 1}", rows[row][column], strings));
            }

            xml.Append("</row>");
        }

        xml.Append("</sheetData>");
        if (merged.Length > 0)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<mergeCells count=\"{merged.Length}\">{string.Concat(merged.Select(range => $"<mergeCell ref=\"{range}\"/>"))}</mergeCells>");
        }

        return xml.Append("</worksheet>").ToString();
    }

    private static string Cell(string at, object? value, List<string> strings) => value switch
    {
        null => "",
        string text => $"<c r=\"{at}\" t=\"s\"><v>{Shared(text, strings)}</v></c>",
        DateOnly day => $"<c r=\"{at}\" s=\"1\"><v>{day.DayNumber - Start.DayNumber}</v></c>",
        Formula { Cached: { } cached } formula => string.Create(CultureInfo.InvariantCulture, $"<c r=\"{at}\"><f>{SecurityElement.Escape(formula.Text)}</f><v>{cached}</v></c>"),
        Formula formula => $"<c r=\"{at}\"><f>{SecurityElement.Escape(formula.Text)}</f></c>",
        CellError error => $"<c r=\"{at}\" t=\"e\"><f>A0</f><v>{error.Code}</v></c>",
        _ => string.Create(CultureInfo.InvariantCulture, $"<c r=\"{at}\"><v>{value}</v></c>"),
    };

    private static int Shared(string text, List<string> strings)
    {
        if (!strings.Contains(text))
        {
            strings.Add(text);
        }

        return strings.IndexOf(text);
    }

    private static string Letters(int column) => column < 26 ? $"{(char)('A' + column)}" : $"{Letters((column / 26) - 1)}{(char)('A' + (column % 26))}";

    private static void Part(ZipArchive zip, string name, string content)
    {
        using var part = zip.CreateEntry(name, CompressionLevel.Optimal).Open();
        part.Write(Encoding.UTF8.GetBytes(content));
    }
}
