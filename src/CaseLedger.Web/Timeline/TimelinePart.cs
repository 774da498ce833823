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
    private static readonly FrozenDictionary<TimelinePart, IReadOnlyList<string>> ByPart =
        Enum.GetValues<TimelinePart>().ToFrozenDictionary(part => part, part => Names(fact => Of(fact) == part));

    /// <summary>The events that may say something of earlier ones: what takes them back, answers or settles them.</summary>
    public static IReadOnlyList<string> Sequels { get; } = Names(fact =>
        fact == typeof(ReadingWithdrawn) || fact == typeof(StatementWithdrawn) || fact == typeof(StatementMade)
        || fact == typeof(InformationProvided) || fact == typeof(PromiseSettled));

    /// <summary>The wire names of a part's events, of every version.</summary>
    /// <remarks>What takes something back is of the same part as what it takes back: the two are shown together or not at all.</remarks>
    public static IReadOnlyList<string> Types(this TimelinePart part) => ByPart[part];

    /// <summary>The part of a kind of event; null for those of no case.</summary>
    public static TimelinePart? Of(Type fact) => fact switch
    {
        _ when !fact.IsAssignableTo(typeof(CaseEvent)) => null,
        _ when fact == typeof(ScreenshotReported) || fact == typeof(TrendsSnapshotTaken) || fact == typeof(StoreReplyReceived) || fact == typeof(StoreFeedReceived)
            || fact == typeof(RoyaltyLinesReported) || fact == typeof(ReadingWithdrawn) => TimelinePart.Numbers,
        _ when fact == typeof(StatementMade) || fact == typeof(StatementWithdrawn) => TimelinePart.Statements,
        _ when fact == typeof(EvidenceAttached) => TimelinePart.Evidence,
        _ when fact == typeof(InformationRequested) || fact == typeof(InformationProvided)
            || fact == typeof(PromiseMade) || fact == typeof(PromiseSettled) => TimelinePart.Duties,
        _ => TimelinePart.Course,
    };

    private static IReadOnlyList<string> Names(Func<Type, bool> wanted) =>
        [.. EventTypes.All.Where(type => wanted(type.ClrType)).SelectMany(type => Versions(type.Name))];

    private static IEnumerable<string> Versions(string name) =>
        Upcasters.All.Where(step => step.To == name).SelectMany(step => Versions(step.From)).Prepend(name);
}
