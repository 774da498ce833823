using CaseLedger.Domain.Cases;
using NodaTime;

namespace CaseLedger.Domain.Duties;

/// <summary>Say how a promise ended.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="PromiseId">The event that made it.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Note">Anything else.</param>
public sealed record SettlePromise(
    Guid Id,
    AccountId Actor,
    Guid PromiseId,
    PromiseOutcome Outcome,
    string? Note = null) : Command(Id, Actor)
{
    internal PromiseSettled Fact => new(PromiseId, Outcome, Note);
}

/// <summary>Settles promises.</summary>
public static class SettlingPromise
{
    /// <summary>Decides whether a promise is settled.</summary>
    /// <param name="case">The case so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    public static Decision Decide(CaseState @case, SettlePromise command, Instant now) =>
        Repeats.Of(@case.Find(command.Id), command.Fact)
        ?? Decision.Unless(
            CaseRules.Opened(@case)
            ?? Promise(@case, command)
            ?? Rules.OptionalText("note", command.Note),
            command.Fact);

    private static Refusal? Promise(CaseState @case, SettlePromise command) =>
        @case.Find(command.PromiseId) is not { Event: PromiseMade } ? new(RefusalKinds.PromiseNotFound, "promiseId", Actual: $"{command.PromiseId}")
        : @case.OpenPromises.All(promise => promise.Id != command.PromiseId) ? new(RefusalKinds.PromiseAlreadySettled, "promiseId", Actual: $"{command.PromiseId}")
        : null;
}
