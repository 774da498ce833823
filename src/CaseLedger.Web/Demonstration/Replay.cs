using CaseLedger.Ledger;
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
internal sealed class Replay(EventLedger ledger, CaseStore cases, IncidentStore incidents)
{
    /// <summary>Records what is not recorded yet.</summary>
    /// <exception cref="ReplayException">The ledger is somebody's, a fact is refused, or the ledger fails.</exception>
    public async Task<ReplayResult> Run(CancellationToken cancellationToken)
    {
        await RefuseForeignLedger(cancellationToken);
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

    // Made-up cases could never be taken out of a real ledger again. One that began with the demonstration is its own,
    // whatever visitors with its tokens have added since.
    private async Task RefuseForeignLedger(CancellationToken cancellationToken)
    {
        await foreach (var first in ledger.ReadAll(0, cancellationToken: cancellationToken))
        {
            if (!Conversation.Steps.Any(step => step.Command.Id == first.EventId))
            {
                throw new ReplayException(
                    $"The ledger holds what is not the demonstration's (it begins with {first.Stream}). Give the demonstration a database, or a directory, of its own.");
            }

            return;
        }
    }
}
