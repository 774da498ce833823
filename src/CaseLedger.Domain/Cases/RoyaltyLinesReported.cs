namespace CaseLedger.Domain.Cases;

/// <summary>Lines of a royalty statement, as they stand there. Lines that repeat store, country and month are kept apart: real statements hold such.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Lines">1 to 1,000 lines, in the statement's order.</param>
public sealed record RoyaltyLinesReported(RoyaltyStatement Statement, ValueList<RoyaltyLine> Lines) : CaseEvent;

/// <summary>A royalty statement.</summary>
/// <param name="Period">The month for which it was made.</param>
/// <param name="Name">Its name, such as the file's.</param>
public sealed record RoyaltyStatement(Month Period, string Name);

/// <summary>One line of a royalty statement.</summary>
/// <param name="Store">Where it was sold.</param>
/// <param name="SaleMonth">The month of sale.</param>
/// <param name="Quantity">Units, streams for streaming services; negative where the statement takes back.</param>
/// <param name="Revenue">The money, exactly as shown; may be there without quantity, and may be negative.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="Country">Where the listener was.</param>
/// <param name="Kind">The statement's own word for the kind of transaction.</param>
public sealed record RoyaltyLine(
    Store Store,
    Month SaleMonth,
    long Quantity,
    Amount Revenue,
    Currency Currency,
    Country? Country = null,
    string? Kind = null);
