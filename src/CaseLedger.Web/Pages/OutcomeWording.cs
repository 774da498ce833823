using CaseLedger.Domain;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Pages;

/// <summary>Says to a person why something was not recorded; the counterpart of <see cref="Answer"/>.</summary>
internal static class OutcomeWording
{
    /// <summary>What became of a command that was not recorded.</summary>
    public static string Of(Outcome outcome, Wording wording) => outcome switch
    {
        Outcome.Refused(var refusal) => wording["form.refused", OfDay(refusal, wording)],
        Outcome.VersionConflict => wording["outcome.version-conflict"],
        Outcome.IdReused => wording["outcome.id-reused"],
        Outcome.Overloaded or Outcome.Contended or Outcome.NotRecorded => wording["outcome.busy"],
        Outcome.Unknown => wording["outcome.unknown"],
        Outcome.Denied => wording["outcome.denied"],
        _ => throw new InvalidOperationException($"The outcome {outcome.GetType().Name} has no words."),
    };

    /// <summary>Why a rule stands against a command, and what to do about it: in the reader's words, where the domain has its own for programs.</summary>
    public static string Of(Refusal refusal, Wording wording) => wording[$"refusal.{refusal.Code}"];

    /// <summary>What was recorded all the same and looks odd; null where nothing does.</summary>
    public static string? Of(ValueList<Warning> warnings, Wording wording) => warnings.Count == 0
        ? null
        : string.Join(" ", warnings.GroupBy(warning => warning.Code).Select(group => wording.Plural($"recorded-though.{group.Key}", group.Count())));

    // Of many days, the one that it is about.
    private static string OfDay(Refusal refusal, Wording wording) =>
        Day.TryParse(refusal.Actual, out var day) ? wording["refused.of-day", wording.Day(day), Of(refusal, wording)] : Of(refusal, wording);
}
