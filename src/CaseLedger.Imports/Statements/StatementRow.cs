using System.Globalization;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Imports.Grids;
using CaseLedger.Imports.Text;
using CaseLedger.Imports.Trends;

namespace CaseLedger.Imports.Statements;

/// <summary>Reads the rows of a statement that is a table.</summary>
/// <param name="format">Its format.</param>
/// <param name="header">Where its columns are.</param>
/// <param name="delimiter">What stands between two cells.</param>
/// <param name="currency">The currency where neither a row nor the header says it.</param>
/// <param name="order">The order of days as 03/04/2024, where it is known.</param>
internal sealed class StatementRow(StatementFormat format, StatementHeader header, char delimiter, Currency? currency, DayOrder? order)
{
    private static readonly string[] Totals = ["total", "grand total", "sub total", "subtotal", "totale", "summe", "gesamt"];

    private readonly char mark = format.Decimals == DecimalRule.CommaAfterSemicolon && delimiter == ';' ? ',' : '.';
    private readonly List<RoyaltyColumn> other = [];
    private readonly Dictionary<int, string> said = [];

    /// <summary>Why a row adds nothing: <c>empty</c>, <c>header</c>, <c>total</c>; null where it is a line.</summary>
    public string? Skip(IReadOnlyList<string> cells)
    {
        var first = cells.FirstOrDefault(cell => !string.IsNullOrWhiteSpace(cell))?.Trim();
        return first is null ? "empty"
            : header.IsRepeatedBy(cells) ? "header"
            : IsBlank(cells, header.Isrc) && IsTotal(first) ? "total"
            : null;
    }

    /// <summary>Reads a row.</summary>
    /// <param name="number">Its line, from 1.</param>
    /// <param name="cells">Its cells.</param>
    /// <param name="line">The line that it is.</param>
    /// <returns>What is wrong, or null.</returns>
    public CellFault? Read(long number, IReadOnlyList<string> cells, out StatementLine line)
    {
        line = default;
        other.Clear();
        said.Clear();
        // A row that lacks cells may have lost half of its last number too.
        if (cells.Count < header.Names.Count || cells.Skip(header.Names.Count).Any(cell => !string.IsNullOrWhiteSpace(cell)))
        {
            return new(
                null,
                "columns",
                $"The row has {cells.Count} cells, the header {header.Names.Count}.",
                "Put a cell that holds the delimiter in quotes, and write no row without its last cells.");
        }

        var period = default(Month);
        var saleMonth = default(Month);
        var quantity = 0L;
        var revenue = default(Amount);
        Currency? money = null;
        var fault = IsrcOf(header.Names[header.Isrc], cells[header.Isrc], out var isrc)
            ?? MonthOf(cells, header.Period, out period)
            ?? MonthOf(cells, header.SaleMonth, out saleMonth)
            ?? StatementNumbers.Quantity(header.Names[header.Quantity], cells[header.Quantity], mark, out quantity)
            ?? StatementNumbers.Amount(header.Names[header.Revenue], cells[header.Revenue], mark, out revenue)
            ?? CurrencyOf(cells, out money)
            ?? StoreFault(header.Names[header.Store], cells[header.Store]);
        if (fault is not null)
        {
            return fault;
        }

        var country = header.Country >= 0 && Country.TryParse(cells[header.Country].Trim(), out var read) ? read : null;
        var kind = header.Kind >= 0 && !string.IsNullOrWhiteSpace(cells[header.Kind]) ? cells[header.Kind] : null;
        said[header.Isrc] = $"{isrc}";
        said[header.Period] = $"{period}";
        said[header.SaleMonth] = $"{saleMonth}";
        said[header.Quantity] = quantity.ToString(CultureInfo.InvariantCulture);
        said[header.Revenue] = $"{revenue}";
        Say(header.Currency, $"{money}");
        Say(header.Country, $"{country}");
        Say(header.Kind, kind);
        fault = (kind is null ? null : StatementTexts.Judge(header.Names[header.Kind], kind)) ?? Keep(cells);
        if (fault is not null)
        {
            return fault;
        }

        line = new(isrc!, period, new(StatementStores.Of(cells[header.Store]), saleMonth, quantity, revenue, money!, country, kind, number, other.Count == 0 ? null : [.. other]));
        return null;
    }

    /// <summary>Reads a recording's code.</summary>
    /// <param name="field">The column's name.</param>
    /// <param name="cell">Its text.</param>
    /// <param name="isrc">The code; null where there is none.</param>
    /// <returns>What is wrong, or null.</returns>
    public static CellFault? IsrcOf(string field, string cell, out Isrc? isrc)
    {
        isrc = null;
        if (string.IsNullOrWhiteSpace(cell))
        {
            return new(field, "isrc-missing", "The row names no recording.", "Add the ISRC. What was paid for something else than a recording has no place in a case.");
        }

        if (Isrc.Read(cell) is not IsrcReading.Malformed bad)
        {
            isrc = Isrc.Parse(cell);
            return null;
        }

        return new(field, "isrc-malformed", IsrcSentences.Reason(StatementNumbers.Shown(cell), bad), IsrcSentences.Advice(bad));
    }

    /// <summary>Judges a store's name.</summary>
    /// <param name="field">The column's name.</param>
    /// <param name="cell">Its text.</param>
    /// <returns>What is wrong, or null.</returns>
    public static CellFault? StoreFault(string field, string cell) =>
        string.IsNullOrWhiteSpace(cell) ? new(field, "store-missing", "The row names no store.", "Add the store: without it the line can be compared with nothing.") : null;

    private static bool IsBlank(IReadOnlyList<string> cells, int column) => column >= cells.Count || string.IsNullOrWhiteSpace(cells[column]);

    private static bool IsTotal(string first) => Totals.Any(total =>
        first.StartsWith(total, StringComparison.OrdinalIgnoreCase) && (first.Length == total.Length || !char.IsAsciiLetter(first[total.Length]) || first[total.Length] is 's'));

    private CellFault? MonthOf(IReadOnlyList<string> cells, int column, out Month month)
    {
        var (field, cell) = (header.Names[column], cells[column]);
        var read = StatementMonth.Read(cell, format.HasShortYears, order);
        month = read.Month.GetValueOrDefault();
        return read.Month is not null ? null
            : read.IsAmbiguous ? new(field, "month-ambiguous", $"{StatementNumbers.Shown(cell)} is of one of two months.", "Write days as 2024-03-30, or months as 2024-03.")
            : new(field, "month-unreadable", $"{StatementNumbers.Shown(cell)} is no month.", "Write months as 2024-03.");
    }

    private CellFault? CurrencyOf(IReadOnlyList<string> cells, out Currency? money)
    {
        money = header.NamedCurrency ?? currency;
        if (header.Currency < 0 || (money is not null && string.IsNullOrWhiteSpace(cells[header.Currency])))
        {
            return null;
        }

        var (field, cell) = (header.Names[header.Currency], cells[header.Currency]);
        return Currency.TryParse(cell.Trim(), out money) ? null
            : string.IsNullOrWhiteSpace(cell) ? new(field, "currency-missing", "The row names no currency.", "Add it, such as EUR, or say it for the whole file.")
            : new(field, "currency-unreadable", $"{StatementNumbers.Shown(cell)} is no currency.", "Write the three letters of ISO 4217, such as EUR.");
    }

    private void Say(int column, string? value)
    {
        if (column >= 0)
        {
            said[column] = value ?? "";
        }
    }

    // What a cell says beyond the value read from it stays too: the day of a month, a country's name, the store's own word.
    private CellFault? Keep(IReadOnlyList<string> cells)
    {
        for (var i = 0; i < header.Names.Count; i++)
        {
            if (said.TryGetValue(i, out var value) && value == cells[i])
            {
                continue;
            }

            if (StatementTexts.Keep(other, header.Names[i], cells[i]) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }
}
