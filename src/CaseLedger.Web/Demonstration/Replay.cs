using CaseLedger.Web.Cases;
using CaseLedger.Web.Incidents;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Demonstration;

/// <summary>The demonstration cannot be recorded; the message says at which fact and why.</summary>
internal sealed class ReplayException(string message) : Exception(message);

/// <summary>What a replay came to.</summary>
/// <param name="Recorded">Facts that are new to the ledger.</param>
/// <param name="Before">Facts that it held already.</param>
internal sealed record ReplayResult(int Recorded, int Before);

/// <summary>Records the conversation by the same decisions that the API uses. A second time changes nothing.</summary>
internal sealed class Replay(CaseStore cases, IncidentStore incidents)
{
    /// <summary>Records what is not recorded yet.</summary>
    /// <exception cref="ReplayException">A fact is refused, or the ledger fails.</exception>
    public async Task<ReplayResult> Run(CancellationToken cancellationToken)
    {
        var (recorded, before) = (0, 0);
        foreach (var step in Conversation.Steps)
        {
            switch (await step.Perform(cases, incidents, cancellationToken))
            {
                case Outcome.Recorded:
                    recorded++;
                    break;
                case Outcome.RecordedBefore:
                    before++;
                    break;
                case Outcome.Refused(var refusal):
                    throw new ReplayException($"Item {step.Item} of the demonstration is refused ({refusal.Code}): {refusal.Detail}");
                case var other:
                    throw new ReplayException($"Item {step.Item} of the demonstration cannot be recorded: {other.GetType().Name}.");
            }
        }

        return new(recorded, before);
    }
}
