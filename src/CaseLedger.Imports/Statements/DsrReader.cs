using System.Globalization;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Imports.Text;
using CaseLedger.Imports.Trends;

namespace CaseLedger.Imports.Statements;

/// <summary>Reads the flat file of DDEX's "Digital Sales Report Message Suite Standard": records of several types, cells between tabs.</summary>
/// <remarks>
/// HEAD says service and month; SYnn territory and currency; the AS records of a block name its recordings; SU01 and SU02
/// say how often each was used. A usage record says nothing of money, which stands in the summaries for all recordings together:
/// its revenue is 0, and the price that consumers paid, where it is said, stays under its own name. FOOT says how many lines
/// there are: without it, or with another number, the file is cut. SalesTransactionId changes when a file is made again, and
/// is no key.
/// </remarks>
/// <param name="request">What is known beside the file.</param>
/// <param name="window">Collects the lines.</param>
internal sealed class DsrReader(ImportRequest request, LineWindow window)
{
    private const char Tab = '\t';
    private const string SaleMonthChoice = "sale-month";

    // Blocks are those of a release, and summaries those of a territory and an offer: more of either is no report.
    private const int MostResources = 10_000;
    private const int MostSummaries = 100_000;

    private readonly Dictionary<string, string> recordings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Summary> summaries = new(StringComparer.Ordinal);
    private readonly List<RoyaltyColumn> other = [];
    private string block = "";
    private bool hasHead;
    private Month month;
    private string storeName = "";
    private Store? store;

    /// <summary>Reads the file from its beginning.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public IEnumerable<ImportItem> Read(Stream file, CancellationToken cancellationToken)
    {
        file.Position = 0;
        // Quotes mean nothing in these files: a title may begin with one.
        using var table = TextTable.OpenLines(file, cancellationToken, request.Limits);
        var (records, comments) = (0L, 0L);
        string? counted = null;
        FileFault? end = null;
        foreach (var record in table.Records())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var text = record.Cells[0];
            if (string.IsNullOrWhiteSpace(text))
            {
                yield return new ImportItem.Skip(record.Line, "empty");
                continue;
            }

            if (counted is not null)
            {
                end = new("dsr-joined", $"Behind FOOT there is more, from line {record.Line} on.", "Send each report as a file of its own.", record.Line);
                break;
            }

            if (text[0] == '#')
            {
                comments++;
                yield return new ImportItem.Skip(record.Line, "header");
                continue;
            }

            records++;
            var cells = text.Split(Tab);
            var type = cells[0].Trim().Split('.')[0];
            if (type == "FOOT")
            {
                counted = cells.ElementAtOrDefault(DsrRecords.LinesInFile)?.Trim() ?? "";
                yield return new ImportItem.Skip(record.Line, "total");
                continue;
            }

            end = Describe(type, cells, record.Line, out var isDescription);
            if (end is not null)
            {
                break;
            }

            if (isDescription)
            {
                yield return new ImportItem.Skip(record.Line, "header");
                continue;
            }

            if (Use(type, cells, record.Line, out var line) is { } fault)
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

        if ((end ?? table.Fault ?? Truncated(counted, records, comments)) is { } stop)
        {
            yield return new ImportItem.Stop(stop);
        }
    }

    // Comments are no records; whether they are lines that FOOT counts, senders see differently.
    private static FileFault? Truncated(string? counted, long records, long comments) =>
        counted is null ? new("dsr-truncated", $"The file has no FOOT: it ends after {records} lines.", "It is cut. Ask for it again.")
        : !long.TryParse(counted, NumberStyles.None, CultureInfo.InvariantCulture, out var said) || (said != records && said != records + comments)
            ? new("dsr-truncated", $"FOOT counts {StatementNumbers.Shown(counted)} lines, the file has {records}.", "Lines are missing or were added. Ask for it again.")
            : null;

    private static string Cell(string[] cells, int index) => index < cells.Length ? cells[index].Trim() : "";

    private FileFault? Describe(string type, string[] cells, long line, out bool isDescription)
    {
        isDescription = true;
        if (type == "HEAD")
        {
            return Head(cells, line);
        }

        if (!hasHead)
        {
            return new("dsr-head", "The first record is no HEAD.", "Send the file as it was made.", line);
        }

        if (type.StartsWith("SY", StringComparison.Ordinal))
        {
            var (territory, currency) = DsrRecords.Summaries.GetValueOrDefault(type, (int.MaxValue, int.MaxValue));
            if (summaries.Count < MostSummaries)
            {
                // Several records of one summary differ in the rights' controller only.
                summaries.TryAdd(Cell(cells, DsrRecords.SummaryId), new(Cell(cells, territory), Cell(cells, currency)));
            }

            return null;
        }

        isDescription = type.Length > 1 && DsrRecords.Descriptions.Contains(type[..2]);
        if (!isDescription)
        {
            return null;
        }

        Enter(Cell(cells, DsrRecords.BlockId));
        if (DsrRecords.Recordings.Contains(type) && recordings.Count < MostResources)
        {
            recordings[Cell(cells, DsrRecords.ResourceReference)] = Cell(cells, DsrRecords.ResourceIsrc);
        }

        return null;
    }

    private FileFault? Head(string[] cells, long line)
    {
        if (hasHead)
        {
            return new("dsr-joined", "There is a second HEAD.", "Send each report as a file of its own.", line);
        }

        hasHead = true;
        storeName = Cell(cells, DsrRecords.SenderName) is { Length: > 0 } sender ? sender : Cell(cells, DsrRecords.ServiceDescription);
        store = storeName.Length > 0 ? StatementStores.Of(storeName) : request.Start.Store;
        if (store is null)
        {
            return new("dsr-head", "HEAD names no service.", "Say the store for the whole file.", line);
        }

        var first = StatementMonth.Read(Cell(cells, DsrRecords.UsageStart), hasShortYears: false, order: null).Month;
        var last = StatementMonth.Read(Cell(cells, DsrRecords.UsageEnd), hasShortYears: false, order: null).Month;
        if (first is not { } from || last is not { } to)
        {
            return new("dsr-head", "HEAD does not say from which day to which the usage was.", "Send the file as it was made.", line);
        }

        if (from == to)
        {
            month = from;
            return null;
        }

        if (Month.TryParse(request.Choice(SaleMonthChoice), out month) && (month == from || month == to))
        {
            return null;
        }

        return new(
            "needs-decision",
            "The usage is of more than one month, and no line says of which it is.",
            "Decide for which month the lines are to count.",
            line,
            [new(SaleMonthChoice, [$"{from}", $"{to}"], $"HEAD says from {Cell(cells, DsrRecords.UsageStart)} to {Cell(cells, DsrRecords.UsageEnd)}.")]);
    }

    // A reference means something in its own block only.
    private void Enter(string id)
    {
        if (block != id)
        {
            block = id;
            recordings.Clear();
        }
    }

    private CellFault? Use(string type, string[] cells, long number, out StatementLine line)
    {
        line = default;
        if (!DsrRecords.Usages.TryGetValue(type, out var usage))
        {
            return new(
                "RecordType",
                "record-unsupported",
                $"Records of the type {StatementNumbers.Shown(cells[0])} are not read.",
                $"Read are {string.Join(" and ", DsrRecords.Usages.Keys)}; ask for the report in a profile that has them.");
        }

        // The last cell of a line may be cut: the quantity must not be it.
        if (cells.Length <= usage.Quantity + 1)
        {
            return new(null, "columns", $"The record has {cells.Length} cells instead of {usage.Names.Count}.", "It is cut. Ask for the file again.");
        }

        Enter(Cell(cells, DsrRecords.BlockId));
        if (!summaries.TryGetValue(Cell(cells, DsrUsage.Summary), out var summary) || !Currency.TryParse(summary.Currency, out var currency))
        {
            return new(
                usage.Names[DsrUsage.Summary],
                "summary-unknown",
                $"No summary {StatementNumbers.Shown(Cell(cells, DsrUsage.Summary))} that says a currency stands before it.",
                "Ask who made the report: each usage record names a summary (SYnn).");
        }

        var resource = Cell(cells, DsrUsage.Resource);
        if (!recordings.TryGetValue(resource, out var code))
        {
            return new(
                usage.Names[DsrUsage.Resource],
                resource.Length == 0 ? "isrc-missing" : "resource-unknown",
                resource.Length == 0 ? "The record names no recording, only a release." : $"The block has no sound recording {StatementNumbers.Shown(resource)}.",
                "Only the usage of one recording can be taken.");
        }

        var quantity = 0L;
        var fault = StatementRow.IsrcOf("ISRC", code, out var isrc)
            ?? StatementNumbers.Quantity(usage.Names[usage.Quantity], cells[usage.Quantity], '.', out quantity);
        if (fault is not null)
        {
            return fault;
        }

        var country = Country.TryParse(summary.Territory, out var read) ? read : null;
        var kind = Cell(cells, usage.UseType) is { Length: > 0 } use ? use : null;
        other.Clear();
        fault = (kind is null ? null : StatementTexts.Judge(usage.Names[usage.UseType], kind)) ?? Keep(usage, cells, quantity);
        fault ??= StatementTexts.Keep(other, "SenderName", storeName) ?? (country is null ? StatementTexts.Keep(other, "Territory", summary.Territory) : null);
        if (fault is not null)
        {
            return fault;
        }

        line = new(isrc!, month, new(store!, month, quantity, null, currency, country, kind, number, other.Count == 0 ? null : [.. other]));
        return null;
    }

    private CellFault? Keep(DsrUsage usage, string[] cells, long quantity)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            var isSaid = i == usage.UseType || (i == usage.Quantity && cells[i] == quantity.ToString(CultureInfo.InvariantCulture));
            if (!isSaid && StatementTexts.Keep(other, i < usage.Names.Count ? usage.Names[i] : $"column {i + 1}", cells[i]) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private readonly record struct Summary(string Territory, string Currency);
}
