using System.Text.RegularExpressions;
using CaseLedger.Domain;

namespace CaseLedger.Imports.Statements;

/// <summary>Where in a file's rows the columns of its format are.</summary>
internal sealed partial class StatementHeader
{
    private readonly StatementFormat format;

    /// <summary>The currencies (ISO 4217) in which distributors pay out.</summary>
    public static IReadOnlyList<string> Currencies { get; } =
    [
        "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "JPY", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "TRY", "ILS", "ZAR", "BRL", "MXN",
        "ARS", "CLP", "COP", "INR", "KRW", "CNY", "HKD", "TWD", "SGD", "THB", "IDR", "PHP", "MYR", "NGN", "AED",
    ];

    /// <summary>Finds the columns.</summary>
    /// <param name="format">The format, which fits.</param>
    /// <param name="header">The header's cells.</param>
    public StatementHeader(StatementFormat format, IReadOnlyList<string> header)
    {
        this.format = format;
        Names = [.. header.Select((name, i) => string.IsNullOrWhiteSpace(name) ? $"column {i + 1}" : name.Trim())];
        Isrc = Find(format.Isrc);
        Period = Find(format.Period);
        SaleMonth = Find(format.SaleMonth);
        Store = Find(format.Store);
        Quantity = Find(format.Quantity);
        Revenue = FindRevenue(format, header);
        Currency = Find(format.Currency);
        Country = Find(format.Country);
        Kind = Find(format.Kind);
        NamedCurrency = Split(header[Revenue]).Currency;
    }

    /// <summary>The columns' names as the file writes them; of one without a name <c>column 7</c>, counted from 1.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The recording's column, from 0.</summary>
    public int Isrc { get; }

    /// <summary>The column of the month for which the statement was made, from 0.</summary>
    public int Period { get; }

    /// <summary>The column of the month of sale, from 0.</summary>
    public int SaleMonth { get; }

    /// <summary>The store's column, from 0.</summary>
    public int Store { get; }

    /// <summary>The quantity's column, from 0.</summary>
    public int Quantity { get; }

    /// <summary>The column of the money, from 0.</summary>
    public int Revenue { get; }

    /// <summary>The currency's column, from 0; -1 where there is none.</summary>
    public int Currency { get; }

    /// <summary>The country's column, from 0; -1 where there is none.</summary>
    public int Country { get; }

    /// <summary>The column of the kind of transaction, from 0; -1 where there is none.</summary>
    public int Kind { get; }

    /// <summary>The currency that stands in the name of the money's column; null where none does.</summary>
    public Currency? NamedCurrency { get; }

    /// <summary>A column that is needed and that the file has twice, so that nobody can say which counts; null where there is none.</summary>
    public string? Twice
    {
        get
        {
            int[] needed = [Isrc, Period, SaleMonth, Store, Quantity, Currency, Country, Kind];
            foreach (var column in needed)
            {
                if (column >= 0 && Names.Count(name => Same(name, Names[column])) > 1)
                {
                    return Names[column];
                }
            }

            var revenue = Split(Names[Revenue]).Name;
            return Names.Count(name => Same(Split(name).Name, revenue)) > 1 ? Names[Revenue] : null;
        }
    }

    /// <summary>Whether a header has all columns without which a format's lines cannot be read.</summary>
    public static bool Fits(StatementFormat format, IReadOnlyList<string> header) =>
        Find(format.Isrc, header) >= 0
        && Find(format.Period, header) >= 0
        && Find(format.SaleMonth, header) >= 0
        && Find(format.Store, header) >= 0
        && Find(format.Quantity, header) >= 0
        && FindRevenue(format, header) >= 0;

    /// <summary>Parts a column's name from the currency behind it: <c>Revenue EUR</c>, <c>Earnings (USD)</c>, <c>Royalty ($US)</c>.</summary>
    /// <param name="name">The column's name.</param>
    /// <returns>The name without the currency, and the currency; null where none stands there.</returns>
    public static (string Name, Currency? Currency) Split(string name)
    {
        var match = WithCurrency().Match(name.Trim());
        var code = match.Groups["code"].Value.Contains('$', StringComparison.Ordinal) ? "USD" : match.Groups["code"].Value;
        // Three letters alone may be a word: "Revenue net" names no currency.
        return match.Success && Currencies.Contains(code, StringComparer.OrdinalIgnoreCase)
            ? (match.Groups["name"].Value, Domain.Currency.Parse(code))
            : (name.Trim(), null);
    }

    /// <summary>Whether a row is the header again, as in files that were joined.</summary>
    public bool IsRepeatedBy(IReadOnlyList<string> cells) =>
        cells.Count >= Names.Count && Fits(format, cells) && Same(cells[Isrc], Names[Isrc]);

    private static int FindRevenue(StatementFormat format, IReadOnlyList<string> header) =>
        Find(format.Revenue, [.. header.Select(name => Split(name).Name)]);

    private static int Find(IReadOnlyList<string> names, IReadOnlyList<string> header)
    {
        foreach (var name in names)
        {
            for (var i = 0; i < header.Count; i++)
            {
                if (Same(header[i], name))
                {
                    return i;
                }
            }
        }

        return -1;
    }

    private static bool Same(string one, string other) => one.AsSpan().Trim().Equals(other.AsSpan().Trim(), StringComparison.OrdinalIgnoreCase);

    private int Find(IReadOnlyList<string> names) => Find(names, Names);

    [GeneratedRegex(@"^(?<name>.+?)(?:\s+|\s*\()(?<code>\$US|US\$|[A-Za-z]{3})\)?$", RegexOptions.CultureInvariant)]
    private static partial Regex WithCurrency();
}
