using System.Collections.Frozen;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Codec;
using CaseLedger.Domain.Duties;
using CaseLedger.Domain.Statements;

namespace CaseLedger.Web.Timeline;

/// <summary>The parts into which a case's timeline can be narrowed. Every event of a case belongs to one.</summary>
internal enum TimelinePart
{
    /// <summary>Numbers of any source, and their withdrawal.</summary>
    [Word("numbers")]
    Numbers = 1,

    /// <summary>Words, and their withdrawal.</summary>
    [Word("statements")]
    Statements,

    /// <summary>Evidence that was sent.</summary>
    [Word("evidence")]
    Evidence,

    /// <summary>Requests and promises, and how they ended.</summary>
    [Word("duties")]
    Duties,

    /// <summary>The case itself: opened, assigned, challenged, settled, linked.</summary>
    [Word("course")]
    Course,
}

/// <summary>Which events the parts of a timeline hold.</summary>
internal static class TimelineParts
{
    private static readonly FrozenDictionary<TimelinePart, IReadOnlyList<string>> ByPart = Enum.GetValues<TimelinePart>().ToFrozenDictionary(
        part => part,
        IReadOnlyList<string> (part) => [.. EventTypes.All.Where(type => Of(type.ClrType) == part).Select(type => type.Name)]);

    /// <summary>The events that say something of earlier ones: what takes them back, answers or settles them.</summary>
    public static IReadOnlyList<string> Sequels { get; } = Names(
        typeof(ReadingWithdrawn), typeof(StatementWithdrawn), typeof(StatementMade), typeof(InformationProvided), typeof(PromiseSettled));

    /// <summary>The wire names of a part's events. What takes something back is of the same part as what it takes back, so that both are shown.</summary>
    public static IReadOnlyList<string> Types(this TimelinePart part) => ByPart[part];

    /// <summary>The part of a kind of event; null for those of no case.</summary>
    public static TimelinePart? Of(Type fact) =>
        !fact.IsAssignableTo(typeof(CaseEvent)) ? null
        : fact == typeof(ScreenshotReported) || fact == typeof(TrendsSnapshotTaken) || fact == typeof(StoreReplyReceived)
            || fact == typeof(RoyaltyLinesReported) || fact == typeof(ReadingWithdrawn) ? TimelinePart.Numbers
        : fact == typeof(StatementMade) || fact == typeof(StatementWithdrawn) ? TimelinePart.Statements
        : fact == typeof(EvidenceAttached) ? TimelinePart.Evidence
        : fact == typeof(InformationRequested) || fact == typeof(InformationProvided) || fact == typeof(PromiseMade) || fact == typeof(PromiseSettled) ? TimelinePart.Duties
        : TimelinePart.Course;

    private static IReadOnlyList<string> Names(params ReadOnlySpan<Type> facts)
    {
        var names = new List<string>();
        foreach (var fact in facts)
        {
            names.AddRange(EventTypes.All.Where(type => type.ClrType == fact).Select(type => type.Name));
        }

        return names;
    }
}
