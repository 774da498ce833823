using System.Globalization;
using System.Text;
using CaseLedger.Domain;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports.Tests.Spreadsheets;
using CaseLedger.Imports.Tests.Statements;
using NodaTime;

namespace CaseLedger.Imports.Tests.Fuzz;

/// <summary>A good file to be damaged.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Name">What a failure calls it.</param>
/// <param name="Bytes">The file.</param>
internal sealed record FuzzSample(ImportKind Kind, string Name, byte[] Bytes);

/// <summary>Holds what came of a file against the file, by means of its own; throws where they differ.</summary>
/// <param name="file">The damaged file.</param>
/// <param name="items">What the importer made of it.</param>
internal delegate void FuzzOracle(byte[] file, IReadOnlyList<ImportItem> items);

/// <summary>The files that are damaged, and what is checked beyond what holds for every kind. Whoever adds an importer adds its files.</summary>
internal static class FuzzSamples
{
    private static readonly string[] Stores = ["spotify", "apple-music"];

    public static readonly Instant Now = Instant.FromUtc(2024, 5, 1, 0, 0);

    public static readonly IReadOnlyList<FuzzSample> All =
    [
        new(ImportKind.TrendsSnapshot, "trends.csv", Utf8(TrendsCsv(','))),
        new(ImportKind.TrendsSnapshot, "trends-semicolons.csv", Utf8("\uFEFF" + TrendsCsv(';').Replace("\n", "\r\n", StringComparison.Ordinal))),
        new(ImportKind.TrendsSnapshot, "trends.ndjson", Utf8(TrendsJson())),
        new(ImportKind.SpotifyFeed, "feed.ndjson", Utf8(Feed())),
        new(ImportKind.S4aSongTimeline, "song-timeline.csv", Utf8("\uFEFF" + Table("date,streams\n", "{0:yyyy-MM-dd},{1}\n"))),
        new(ImportKind.S4aSongTimeline, "song-timeline-saved-again.csv", Utf8(Table("date;streams\r\n", "{0:dd.MM.yyyy};\"1.234.{1:000}\"\r\n"))),
        new(ImportKind.Spreadsheet, "two-sources.csv", Utf8(Table("Giorno;Ascolti S4A;Distributore;Note\n", "{0:d MMMM yyyy};{1};{2};\"così, così\"\n"))),
        new(ImportKind.Spreadsheet, "sheet.xlsx", Xlsx.Of([["Day", "Spotify for Artists", "Trends"], .. Days().Select(day => new object?[] { day.Day, day.One, day.Other })])),
        new(ImportKind.Spreadsheet, "sheet.xls", Xls.Of([["Tag", "Wiedergaben"], .. Days().Select(day => new object?[] { day.Day, day.One })])),
        new(ImportKind.RoyaltyStatement, "imusician.csv", Utf8(StatementFiles.IMusician)),
        new(ImportKind.RoyaltyStatement, "distrokid.tsv", Utf8(StatementFiles.DistroKidOld)),
        new(ImportKind.RoyaltyStatement, "tunecore.csv", Utf8(StatementFiles.TuneCore)),
        new(ImportKind.RoyaltyStatement, "believe.csv", Utf8(StatementFiles.Believe)),
        new(ImportKind.RoyaltyStatement, "orchard.csv", Utf8(StatementFiles.Orchard)),
        new(ImportKind.RoyaltyStatement, "symphonic.csv", Utf8(StatementFiles.Symphonic)),
        new(ImportKind.RoyaltyStatement, "dsr.tsv", Utf8(StatementFiles.Dsr)),
    ];

    public static readonly IReadOnlyDictionary<ImportKind, FuzzOracle> Oracles = new Dictionary<ImportKind, FuzzOracle>
    {
        [ImportKind.TrendsSnapshot] = DayRowsOracle.CheckTrends,
        [ImportKind.SpotifyFeed] = DayRowsOracle.CheckFeed,
        [ImportKind.S4aSongTimeline] = SheetOracle.Check,
        [ImportKind.Spreadsheet] = SheetOracle.Check,
        [ImportKind.RoyaltyStatement] = StatementOracle.Check,
    };

    /// <summary>What is known beside a file, of every kind as much as any needs.</summary>
    public static ImportRequest Request(ImportKind kind, long size) => new(
        new ImportStarted(
            kind,
            Sha256.Parse(new string('f', 64)),
            size,
            "file",
            Isrc.Parse("AADEM2400001"),
            Store.Spotify,
            new Observed.At(Now)),
        AccountId.Parse("agent:fuzz"),
        Now);

    private static IEnumerable<(DateOnly Day, int One, int Other)> Days() =>
        Enumerable.Range(0, 20).Select(i => (new DateOnly(2024, 3, 20).AddDays(i), 100 + (i * 37), i * 41));

    private static string Table(string header, string row) =>
        header + string.Concat(Days().Select(day => string.Format(CultureInfo.InvariantCulture, row, day.Day, day.One, day.Other)));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string TrendsCsv(char delimiter)
    {
        var text = new StringBuilder($"title{delimiter}snapshot_at{delimiter}isrc{delimiter}store{delimiter}day{delimiter}streams_monetised{delimiter}streams_total\n");
        foreach (var (i, isrc, store, day) in Rows())
        {
            var count = i % 9 == 0 ? "" : $"{i * 37}";
            text.Append(CultureInfo.InvariantCulture, $"{(i % 5 == 0 ? "\"Été, ici\"" : "Title")}{delimiter}2024-04-2{i % 2}T06:00:00Z{delimiter}{isrc}{delimiter}{store}{delimiter}{day}{delimiter}{count}{delimiter}{i * 41}\n");
        }

        return text.ToString();
    }

    private static string TrendsJson()
    {
        var text = new StringBuilder();
        foreach (var (i, isrc, store, day) in Rows())
        {
            var count = i % 9 == 0 ? "null" : $"{i * 37}";
            text.Append(CultureInfo.InvariantCulture, $$"""{"snapshot_at":"2024-04-2{{i % 2}}T06:00:00Z","isrc":"{{isrc}}","store":"{{store}}","day":"{{day}}","streams_monetised":{{count}},"title":"Été"}""").Append('\n');
        }

        return text.ToString();
    }

    private static string Feed()
    {
        var text = new StringBuilder();
        foreach (var (i, isrc, _, day) in Rows().Where(row => row.Store == "spotify"))
        {
            text.Append(CultureInfo.InvariantCulture, $$$"""{"date":"{{{day}}}","trackv2":{"isrc":"{{{isrc}}}"},"streams":{"total":{{{i * 37}}},"country":{"DE":{"total":{{{i}}} } } },"skips":{{{i % 7}}}}""").Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<(int I, string Isrc, string Store, string Day)> Rows() =>
        from isrc in Enumerable.Range(1, 4)
        from store in Stores
        from day in Enumerable.Range(1, 5)
        select ((isrc * 14) + day, $"AADEM24{isrc:00000}", store, $"2024-04-{day:00}");
}
