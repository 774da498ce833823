using CaseLedger.Domain;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports.Grids;
using CaseLedger.Imports.Text;

namespace CaseLedger.Imports.Statements;

/// <summary>Reads royalty statements in any of the formats of <see cref="StatementFormats"/>, recognised by their header; every line is kept.</summary>
/// <remarks>
/// A line that repeats another, has money without quantity, or takes back, is kept as it stands: statements hold such, and the
/// line of the file tells them apart. Of a line's further columns the first 60 that are not empty are kept.
/// Nothing is taken from a file that cannot be read to its end, so that it is read twice: its sender has to send it again, as
/// other bytes and so with other ids, and every line taken before would stand twice. What is refused is told all the same.
/// </remarks>
internal sealed class StatementImporter : IImporter
{
    private const string CurrencyChoice = "currency";
    private const string DayOrderChoice = "day-order";
    private const string NeedsDecision = "needs-decision";

    // Some statements begin with a title and an address.
    private const int MostBeforeHeader = 40;

    // A file whose first rows have no day as 03/04/2024 is not looked through for such.
    private const int RowsWithoutDays = 1_000;

    private static readonly char?[] Delimiters = [null, '\t', ';', ','];

    /// <inheritdoc/>
    public ImportKind Kind => ImportKind.RoyaltyStatement;

    /// <summary>How many lines are held in memory.</summary>
    public int LinesPerWindow { get; init; } = LineWindow.MostLines;

    /// <inheritdoc/>
    public IEnumerable<ImportItem> Read(Stream file, ImportRequest request, CancellationToken cancellationToken)
    {
        request.Watch?.Checking();
        var found = Find(file, request.Limits, cancellationToken);
        if (found.Fault is { } fault)
        {
            return [new ImportItem.Stop(fault)];
        }

        if (found.Format!.IsBlocks)
        {
            // What stops it are its records too, so that a first reading has to understand them.
            return Taking(request, !Blocks(file, request, cancellationToken).Any(item => item is ImportItem.Stop), Blocks(file, request, cancellationToken));
        }

        var header = new StatementHeader(found.Format, found.Header);
        if (header.Twice is { } twice)
        {
            return [new ImportItem.Stop(new("column-twice", $"The header has {StatementNumbers.Shown(twice)} twice.", "Send the statement as it was made, or remove the column that does not count.", found.Line))];
        }

        foreach (var name in header.Names)
        {
            if (StatementTexts.Judge(name, name) is { } unfit)
            {
                return [new ImportItem.Stop(new("header-unreadable", $"The name of a column cannot be kept. {unfit.Reason}", unfit.Advice, found.Line))];
            }
        }

        var questions = new List<ImportQuestion>();
        var order = OrderOf(file, request, found, header, questions, cancellationToken);
        Currency? currency = Currency.TryParse(request.Choice(CurrencyChoice), out var chosen) ? chosen : null;
        if (currency is null && header.Currency < 0 && header.NamedCurrency is null)
        {
            questions.Add(new(
                CurrencyChoice,
                StatementHeader.Currencies,
                $"No column of this {found.Format.Name} statement says the currency, and {StatementNumbers.Shown(header.Names[header.Revenue])} does not either."));
        }

        return questions.Count > 0
            ? [new ImportItem.Stop(new(
                NeedsDecision,
                "The file does not say all that is needed to read it.",
                "Look at the evidence, decide, and send the file again with the decision.",
                Questions: questions))]
            : Taking(
                request,
                IsSound(file, found.Delimiter, request.Limits, cancellationToken),
                Rows(file, request, found, new(found.Format, header, found.Delimiter, currency, order), cancellationToken));
    }

    private static IEnumerable<ImportItem> Taking(ImportRequest request, bool isSound, IEnumerable<ImportItem> items)
    {
        request.Watch?.Checked();
        return isSound ? items : items.Where(item => item is not ImportItem.Take);
    }

    private static bool IsSound(Stream file, char delimiter, TextLimits limits, CancellationToken cancellationToken)
    {
        file.Position = 0;
        using var table = TextTable.Open(file, cancellationToken, delimiter, limits);
        while (table.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return table.Fault is null;
    }

    private static Found Find(Stream file, TextLimits limits, CancellationToken cancellationToken)
    {
        Found? first = null;
        foreach (var delimiter in Delimiters)
        {
            file.Position = 0;
            using var table = TextTable.Open(file, cancellationToken, delimiter, limits);
            string? shown = null;
            foreach (var record in table.Records().Take(MostBeforeHeader))
            {
                if (StatementFormats.Recognise(record.Cells) is { } format)
                {
                    return new(format, record.Cells, record.Line, table.Delimiter, null);
                }

                shown ??= string.IsNullOrWhiteSpace(record.Raw) ? null : record.Raw;
            }

            first ??= new(null, [], 0, table.Delimiter, table.Fault ?? new(
                "format-unknown",
                $"The first rows hold the header of no known statement; the file begins with {StatementNumbers.Shown(shown ?? "")}.",
                $"Known are {string.Join(", ", StatementFormats.Tables.Select(format => format.Name))} and {StatementFormats.Dsr.Name}. Send the file as the distributor made it, with its header."));
        }

        return first!;
    }

    private static DayOrder? OrderOf(
        Stream file, ImportRequest request, Found found, StatementHeader header, List<ImportQuestion> questions, CancellationToken cancellationToken)
    {
        if (Words.TryParse<DayOrder>(request.Choice(DayOrderChoice), out var chosen))
        {
            return chosen;
        }

        file.Position = 0;
        using var table = TextTable.Open(file, cancellationToken, found.Delimiter, request.Limits);
        var (rows, ambiguous) = (0L, 0L);
        var shown = "";
        foreach (var record in table.Records().SkipWhile(record => record.Line <= found.Line))
        {
            rows++;
            foreach (var column in (int[])[header.Period, header.SaleMonth])
            {
                if (column >= record.Cells.Count)
                {
                    continue;
                }

                var read = StatementMonth.Read(record.Cells[column], found.Format!.HasShortYears, null);
                // One program wrote both columns: a day that can only be read one way decides for all.
                if (read.Only is { } only)
                {
                    return only;
                }

                if (read.IsAmbiguous)
                {
                    shown = ambiguous++ == 0 ? record.Cells[column] : shown;
                }
            }

            if (ambiguous == 0 && rows == RowsWithoutDays)
            {
                return null;
            }
        }

        if (ambiguous > 0)
        {
            questions.Add(new(
                DayOrderChoice,
                Words.All<DayOrder>(),
                $"{ambiguous} days of {rows} rows can be of two months, such as {StatementNumbers.Shown(shown)}, and no day of the file can be read one way only."));
        }

        return null;
    }

    private IEnumerable<ImportItem> Blocks(Stream file, ImportRequest request, CancellationToken cancellationToken) =>
        new DsrReader(request, new(request, LinesPerWindow)).Read(file, cancellationToken);

    private IEnumerable<ImportItem> Rows(Stream file, ImportRequest request, Found found, StatementRow row, CancellationToken cancellationToken)
    {
        var window = new LineWindow(request, LinesPerWindow);
        file.Position = 0;
        using var table = TextTable.Open(file, cancellationToken, found.Delimiter, request.Limits);
        foreach (var record in table.Records())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (record.Line <= found.Line)
            {
                yield return new ImportItem.Skip(record.Line, record.Cells.All(string.IsNullOrWhiteSpace) ? "empty" : "header");
                continue;
            }

            if (row.Skip(record.Cells) is { } why)
            {
                yield return new ImportItem.Skip(record.Line, why);
                continue;
            }

            if (row.Read(record.Line, record.Cells, out var line) is { } fault)
            {
                yield return fault.At(record.Line, record.Raw);
                continue;
            }

            foreach (var command in window.Add(line))
            {
                yield return command;
            }
        }

        foreach (var command in window.Empty())
        {
            yield return command;
        }

        if (table.Fault is { } end)
        {
            yield return new ImportItem.Stop(end);
        }
    }

    private sealed record Found(StatementFormat? Format, IReadOnlyList<string> Header, long Line, char Delimiter, FileFault? Fault);
}
