using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Pages;

/// <summary>Says to a person why something was not recorded; the counterpart of <see cref="Answer"/>.</summary>
internal static class OutcomeWording
{
    /// <summary>What became of a command that was not recorded.</summary>
    public static string Of(Outcome outcome, Wording wording) => outcome switch
    {
        Outcome.Refused(var refusal) => wording["form.refused", wording.Has($"refusal.{refusal.Code}") ? wording[$"refusal.{refusal.Code}"] : refusal.Detail],
        Outcome.VersionConflict => wording["outcome.version-conflict"],
        Outcome.IdReused => wording["outcome.id-reused"],
        Outcome.Overloaded or Outcome.Contended or Outcome.NotRecorded => wording["outcome.busy"],
        Outcome.Unknown => wording["outcome.unknown"],
        Outcome.Denied => wording["outcome.denied"],
        _ => throw new InvalidOperationException($"The outcome {outcome.GetType().Name} has no words."),
    };
}
