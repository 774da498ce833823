namespace CaseLedger.Domain.Cases;

/// <summary>Lines of a royalty statement, as they stand there. Lines that repeat store, country and month are kept apart: real statements hold such.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Lines">1 to 1,000 lines, in the statement's order.</param>
/// <param name="File">The file that they were read from; absent where somebody reported them without one.</param>
public sealed record RoyaltyLinesReported(RoyaltyStatement Statement, ValueList<RoyaltyLine> Lines, Sha256? File = null) : CaseEvent;

/// <summary>A royalty statement.</summary>
/// <param name="Period">The month for which it was made.</param>
/// <param name="Name">Its name, such as the file's.</param>
public sealed record RoyaltyStatement(Month Period, string Name);

/// <summary>One line of a royalty statement.</summary>
/// <param name="Store">Where it was sold.</param>
/// <param name="SaleMonth">The month of sale.</param>
/// <param name="Quantity">Units, streams for streaming services; negative where the statement takes back.</param>
/// <param name="Revenue">The money, exactly as shown; may be there without quantity, and may be negative. Absent where the statement says none, which is not a zero: DDEX usage records do not.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="Country">Where the listener was.</param>
/// <param name="Kind">The statement's own word for the kind of transaction.</param>
/// <param name="Line">Where it stands in the file, from 1: statements repeat everything else, so this alone tells lines apart.</param>
/// <param name="Other">What else the line says, by the statement's own column names; at most 60 columns. Empty cells are left out.</param>
public sealed record RoyaltyLine(
    Store Store,
    Month SaleMonth,
    long Quantity,
    Amount? Revenue,
    Currency Currency,
    Country? Country = null,
    string? Kind = null,
    long? Line = null,
    ValueList<RoyaltyColumn>? Other = null);

/// <summary>A cell of a statement that has no place of its own in <see cref="RoyaltyLine"/>.</summary>
/// <param name="Name">The column's name, as the statement writes it.</param>
/// <param name="Value">The cell, as the statement writes it.</param>
public readonly record struct RoyaltyColumn(string Name, string Value);
