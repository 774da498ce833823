namespace CaseLedger.Domain;

/// <summary>What a command comes to.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>Record this event under the command's id.</summary>
    /// <param name="Event">The event.</param>
    /// <param name="Warnings">What looks odd and is recorded all the same.</param>
    public sealed record Append(DomainEvent Event, ValueList<Warning> Warnings) : Decision;

    /// <summary>The same command was recorded before: its first receipt is the answer.</summary>
    /// <param name="Id">The event's id.</param>
    public sealed record AlreadyRecorded(Guid Id) : Decision;

    /// <summary>Another event bears that id: the first is kept.</summary>
    /// <param name="Id">The id.</param>
    public sealed record IdReused(Guid Id) : Decision;

    /// <summary>A rule stands against it.</summary>
    /// <param name="Refusal">Which, and why.</param>
    public sealed record Refused(Refusal Refusal) : Decision;

    /// <summary>Appends unless a rule stands against it.</summary>
    internal static Decision Unless(Refusal? refusal, DomainEvent @event, ValueList<Warning>? warnings = null) =>
        refusal is null ? new Append(@event, warnings ?? []) : new Refused(refusal);
}
