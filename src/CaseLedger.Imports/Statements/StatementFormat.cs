namespace CaseLedger.Imports.Statements;

/// <summary>How a format writes fractions.</summary>
internal enum DecimalRule
{
    /// <summary>With a point, whatever stands between two cells.</summary>
    Point = 1,

    /// <summary>With a comma where a semicolon stands between two cells, else with a point.</summary>
    CommaAfterSemicolon,
}

/// <summary>A kind of royalty statement: which of its columns say what. Where several names are given, the first that a file has counts.</summary>
/// <remarks>Names are compared without regard to case and to blanks around them; further columns are kept under their own names.</remarks>
/// <param name="Name">Who makes such statements.</param>
internal sealed record StatementFormat(string Name)
{
    /// <summary>The name as a stable word, such as <c>cd-baby</c>.</summary>
    public string Word => Name.ToLowerInvariant().Replace(' ', '-');

    /// <summary>The recording.</summary>
    public required IReadOnlyList<string> Isrc { get; init; }

    /// <summary>The month for which the statement was made.</summary>
    public required IReadOnlyList<string> Period { get; init; }

    /// <summary>The month of sale.</summary>
    public required IReadOnlyList<string> SaleMonth { get; init; }

    /// <summary>Where it was sold.</summary>
    public required IReadOnlyList<string> Store { get; init; }

    /// <summary>Units or streams.</summary>
    public required IReadOnlyList<string> Quantity { get; init; }

    /// <summary>The money that is paid out; a currency may follow the name, see <see cref="StatementHeader.Split"/>.</summary>
    public required IReadOnlyList<string> Revenue { get; init; }

    /// <summary>The currency of <see cref="Revenue"/>, where a column says it.</summary>
    public IReadOnlyList<string> Currency { get; init; } = [];

    /// <summary>Where the listener was.</summary>
    public IReadOnlyList<string> Country { get; init; } = [];

    /// <summary>The kind of transaction.</summary>
    public IReadOnlyList<string> Kind { get; init; } = [];

    /// <summary>How fractions are written.</summary>
    public DecimalRule Decimals { get; init; } = DecimalRule.Point;

    /// <summary>Whether <c>21-Jan</c> and <c>MAY-26</c> are a month and a year, not a month and a day.</summary>
    public bool HasShortYears { get; init; }

    /// <summary>Whether its lines are records of several types in blocks (DDEX DSR) and no table.</summary>
    public bool IsBlocks { get; init; }
}
