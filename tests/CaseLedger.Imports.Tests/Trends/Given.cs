using System.Text;
using CaseLedger.Domain;
using CaseLedger.Domain.Imports;
using NodaTime;

namespace CaseLedger.Imports.Tests.Trends;

internal static class Given
{
    public static readonly Sha256 File = Sha256.Parse(new string('c', 64));
    public static readonly Instant Now = Instant.FromUtc(2024, 4, 10, 12, 0);
    public static readonly AccountId Pipeline = AccountId.Parse("import:trends");

    public static ImportRequest Request(ImportKind kind, Observed? observed = null) =>
        new(new ImportStarted(kind, File, 1, "file", Observed: observed), Pipeline, Now);

    public static List<ImportItem> Read(IImporter importer, ReadOnlySpan<byte> file, Observed? observed = null) =>
        [.. importer.Read(new MemoryStream(file.ToArray()), Request(importer.Kind, observed), CancellationToken.None)];

    public static List<ImportItem> Read(IImporter importer, string file, Observed? observed = null) =>
        Read(importer, Encoding.UTF8.GetBytes(file), observed);

    public static (long Line, string? Field, string Code)[] Refused(this IEnumerable<ImportItem> items) =>
        [.. items.OfType<ImportItem.Refuse>().Select(item => (item.Row.Line, item.Row.Field, item.Row.Code))];

    public static string? Fault(this IEnumerable<ImportItem> items) => (items.LastOrDefault() as ImportItem.Stop)?.Fault.Code;

    /// <summary>Every command in one line: the recording, the numbers, the lines.</summary>
    public static string[] Taken(this IEnumerable<ImportItem> items) =>
        [.. items.OfType<ImportItem.Take>().Select(take => $"{take.Isrc} {Numbers(take.Command)} lines {string.Join(' ', take.Lines)}")];

    private static string Numbers(Command command) => command switch
    {
        CaseLedger.Domain.Cases.TakeTrendsSnapshot trends =>
            $"{trends.Store} {((Observed.At)trends.Observed).Instant}: " + string.Join(", ", trends.Readings.Select(reading =>
                $"{reading.Day}={reading.Count?.ToString() ?? "none"}"
                + (reading.StreamsTotal is { } total ? $" of {total}" : "")
                + (reading.NonMonetised is { } other ? $" non {other}" : "")
                + (reading.ShortPlays is { } plays ? $" short {plays}" : ""))),
        CaseLedger.Domain.Cases.ReceiveStoreFeed feed =>
            $"{feed.Store}: " + string.Join(", ", feed.Readings.Select(reading => $"{reading.Day}={reading.Count} {Words.Of(reading.Measure)}")),
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };
}
