using System.Text;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Imports;
using NodaTime;

namespace CaseLedger.Imports.Tests;

/// <summary>Reads a file and says in short lines what was found, so that a test shows the whole of it.</summary>
internal static class Golden
{
    public static readonly Sha256 File = Sha256.Parse(new string('a', 64));
    public static readonly Isrc Recording = Isrc.Parse("AADEM2400001");
    public static readonly Instant Now = Instant.FromUtc(2024, 6, 1, 12, 0);

    public static ImportRequest Request(ImportKind kind, params (string Name, string Value)[] choices) => new(
        new(kind, File, 1, "file", Recording, Choices: choices.Select(choice => new ImportChoice(choice.Name, choice.Value)).ToValueList()),
        AccountId.Parse("artist:a"),
        Now);

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static ImportItem[] Items(IImporter importer, byte[] file, ImportRequest request)
    {
        using var stream = new MemoryStream(file, writable: false);
        return [.. importer.Read(stream, request, CancellationToken.None)];
    }

    public static string[] Read(IImporter importer, byte[] file, params (string Name, string Value)[] choices) =>
        [.. Items(importer, file, Request(importer.Kind, choices)).Select(Short)];

    public static string Short(ImportItem item) => item switch
    {
        ImportItem.Skip skip => $"skip {skip.Line} {skip.Why}",
        ImportItem.Refuse { Row: var row } => $"refuse {row.Line} {row.Code} '{row.Field}'",
        ImportItem.Stop { Fault: var fault } => $"stop {fault.Code}{string.Concat((fault.Questions ?? []).Select(question => $" {question.Name}?"))}",
        ImportItem.Take { Command: ReportScreenshot shown, Lines: var lines } =>
            $"dashboard {string.Join(',', lines)}: {string.Join(' ', shown.Readings.Select(reading => $"{reading.Day}={reading.Count}"))}",
        ImportItem.Take { Command: TakeTrendsSnapshot taken, Lines: var lines } =>
            $"trends {string.Join(',', lines)}: {string.Join(' ', taken.Readings.Select(reading => $"{reading.Day}={reading.Count?.ToString() ?? "nothing"}"))}",
        _ => item.ToString(),
    };
}
