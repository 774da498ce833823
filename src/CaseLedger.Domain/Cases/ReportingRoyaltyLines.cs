using NodaTime;

namespace CaseLedger.Domain.Cases;

/// <summary>Report lines of a royalty statement.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="Statement">The statement.</param>
/// <param name="Lines">1 to 1,000 lines, in the statement's order.</param>
/// <param name="File">The file that they were read from.</param>
public sealed record ReportRoyaltyLines(
    Guid Id,
    AccountId Actor,
    RoyaltyStatement Statement,
    ValueList<RoyaltyLine> Lines,
    Sha256? File = null) : Command(Id, Actor)
{
    internal RoyaltyLinesReported Fact => new(Statement, Lines, File);
}

/// <summary>Takes in royalty statements.</summary>
public static class ReportingRoyaltyLines
{

    /// <summary>Decides what a statement's lines add to a case.</summary>
    /// <remarks>Odd lines (revenue without quantity, a repeated key, a sale before the release) are recorded as they stand: the oddness is the evidence.</remarks>
    /// <param name="case">The case so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    public static Decision Decide(CaseState @case, ReportRoyaltyLines command, Instant now) =>
        Repeats.Of(@case.Find(command.Id), command.Fact)
        ?? Decision.Unless(
            Refusal.If(command.Lines.Count == 0, RefusalKinds.LinesMissing, "lines")
            ?? Rules.NotTooMany("lines", command.Lines, Limits.RoyaltyLines, RefusalKinds.TooManyLines)
            ?? Rules.Text("statement.name", command.Statement.Name)
            ?? Rules.Each(command.Lines, (line, i) => Rules.OptionalText($"lines[{i}].kind", line.Kind)),
            command.Fact,
            BeforeRelease(@case, command.Lines));

    private static ValueList<Warning> BeforeRelease(CaseState @case, ValueList<RoyaltyLine> lines) =>
        @case.ReleaseDate is { } release
            ? [.. lines.Select((line, i) => (line, i)).Where(x => x.line.SaleMonth.LastDay < release).Select(x => Warning.BeforeRelease($"lines[{x.i}].saleMonth", release, $"{x.line.SaleMonth}"))]
            : [];
}
