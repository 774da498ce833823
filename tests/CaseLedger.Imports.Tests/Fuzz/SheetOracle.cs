using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using Xunit;

namespace CaseLedger.Imports.Tests.Fuzz;

/// <summary>Looks for what was taken out of a table of days and numbers in its own line: a cell with the day, and a cell with all digits of the number and no others.</summary>
internal static class SheetOracle
{
    private const string Delimiters = ",;\t|";

    public static void Check(byte[] file, IReadOnlyList<ImportItem> items)
    {
        var takes = items.OfType<ImportItem.Take>().ToList();
        foreach (var source in takes.GroupBy(take => take.Command.GetType()))
        {
            var lines = source.SelectMany(take => take.Lines).ToList();
            var days = source.SelectMany(take => Readings(take.Command)).Select(reading => reading.Day).ToList();
            Assert.Equal(lines.Count, lines.Distinct().Count());
            Assert.Equal(days.Count, days.Distinct().Count());
        }

        // A workbook is packed: of a damaged one nobody can say by plain means what it says.
        if (takes.Count == 0 || file is [0x50, 0x4B, ..] or [0xD0, 0xCF, ..] or [0x09, ..])
        {
            return;
        }

        var text = DayRowsOracle.Lines(DayRowsOracle.Text(file));
        foreach (var take in takes)
        {
            foreach (var (line, (day, count)) in take.Lines.Zip(Readings(take.Command)))
            {
                var record = DayRowsOracle.Record(text, line);
                Assert.True(Delimiters.Any(delimiter => Says(DayRowsOracle.Split(record, delimiter), day, count)), $"Line {line} says not {day}={count}: {record}");
            }
        }
    }

    private static IEnumerable<(Day Day, StreamCount? Count)> Readings(Command command) => command switch
    {
        ReportScreenshot shown => shown.Readings.Select(reading => (reading.Day, (StreamCount?)reading.Count)),
        TakeTrendsSnapshot taken => taken.Readings.Select(reading => (reading.Day, reading.Count)),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "No command of a table."),
    };

    private static bool Says(List<string> cells, Day day, StreamCount? count)
    {
        var at = cells.FindIndex(cell => IsDay(cell, day));
        return at >= 0 && cells.Where((_, i) => i != at).Any(cell => count is null ? !cell.Any(char.IsAsciiDigit) : Digits(cell) is { Length: > 0 } digits && digits.TrimStart('0') == $"{count}".TrimStart('0'));
    }

    private static bool IsDay(string cell, Day day)
    {
        var groups = new string([.. cell.Select(c => char.IsAsciiDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(digits => digits.TrimStart('0')).ToList();
        return groups.Contains($"{day.Date.Year}") && groups.Contains($"{day.Date.Day}") && (cell.Any(char.IsLetter) || groups.Contains($"{day.Date.Month}"));
    }

    private static string Digits(string cell) => new([.. cell.Where(char.IsAsciiDigit)]);
}
