namespace CaseLedger.Imports.Statements;

/// <summary>The kinds of royalty statements that are known, as DOMAIN (section 2) lists them.</summary>
internal static class StatementFormats
{
    private const string DsrHead = "HEAD";
    private const int DsrHeadCells = 10;

    /// <summary>The flat file of DDEX's "Digital Sales Report Message Suite Standard": see <see cref="DsrReader"/>.</summary>
    public static StatementFormat Dsr { get; } = new("DDEX DSR")
    {
        Isrc = [],
        Period = [],
        SaleMonth = [],
        Store = [],
        Quantity = [],
        Revenue = [],
        IsBlocks = true,
    };

    /// <summary>The kinds that are tables with a header. No header fits two of them.</summary>
    public static IReadOnlyList<StatementFormat> Tables { get; } =
    [
        new("iMusician")
        {
            Isrc = ["ISRC"],
            Period = ["Statement date"],
            SaleMonth = ["Sales date"],
            Store = ["Shop"],
            Quantity = ["Quantity"],
            Revenue = ["Revenue"],
            Country = ["Country"],
            Kind = ["Transaction type"],
        },
        // Old and new: the later columns (Date Inserted, Recoup, Source Type) have no place of their own.
        new("DistroKid")
        {
            Isrc = ["ISRC"],
            Period = ["Reporting Date"],
            SaleMonth = ["Sale Month"],
            Store = ["Store"],
            Quantity = ["Quantity"],
            Revenue = ["Earnings"],
            Country = ["Country of Sale"],
            Kind = ["Source Type", "Song/Album"],
        },
        // Net Sales is before the exchange into the currency of the payout.
        new("TuneCore")
        {
            Isrc = ["Optional ISRC", "ISRC"],
            Period = ["Posted Date"],
            SaleMonth = ["Sales Period"],
            Store = ["Store Name"],
            Quantity = ["# Units Sold"],
            Revenue = ["Total Earned"],
            Currency = ["Currency"],
            Country = ["Country Of Sale"],
            Kind = ["Sales Type"],
        },
        new("CD Baby")
        {
            Isrc = ["Isrc"],
            Period = ["Report Date"],
            SaleMonth = ["Sales Date"],
            Store = ["Partner Name"],
            Quantity = ["Quantity"],
            Revenue = ["Subtotal"],
            Country = ["Delivery Country"],
            Kind = ["Transaction Type"],
        },
        new("Believe")
        {
            Isrc = ["ISRC"],
            Period = ["Reporting month"],
            SaleMonth = ["Sales Month"],
            Store = ["Platform"],
            Quantity = ["Quantity"],
            Revenue = ["Net Revenue"],
            Currency = ["Client Payment Currency"],
            Country = ["Country / Region"],
            Kind = ["Sales Type"],
        },
        // The label's share is what is paid out; statements without that column end with the totals.
        new("The Orchard")
        {
            Isrc = ["ISRC"],
            Period = ["Period"],
            SaleMonth = ["Activity Period"],
            Store = ["DMS"],
            Quantity = ["Quantity"],
            Revenue = ["Label Share Net Receipts", "Net Receipts", "Adjusted Total", "Total"],
            Currency = ["Preferred Currency", "Currency"],
            Country = ["Territory"],
            Kind = ["Trans Type"],
            Decimals = DecimalRule.CommaAfterSemicolon,
        },
        new("Symphonic")
        {
            Isrc = ["ISRC Code"],
            Period = ["Reporting Period"],
            SaleMonth = ["Activity Period"],
            Store = ["Digital Service Provider"],
            Quantity = ["Count"],
            Revenue = ["Royalty"],
            Country = ["Territory"],
            Kind = ["Delivery"],
            HasShortYears = true,
        },
    ];

    /// <summary>Finds the kind of statement by its header.</summary>
    /// <param name="header">The cells of the file's first record that is not empty.</param>
    /// <returns>The kind; null where it is none that is known.</returns>
    public static StatementFormat? Recognise(IReadOnlyList<string> header)
    {
        if (header.Count >= DsrHeadCells && header[0].Trim() == DsrHead)
        {
            return Dsr;
        }

        return Tables.FirstOrDefault(format => StatementHeader.Fits(format, header));
    }
}
