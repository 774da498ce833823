using CaseLedger.Domain.Cases;
using NodaTime;

namespace CaseLedger.Domain.Duties;

/// <summary>Answer a request.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="RequestId">The event that asked.</param>
/// <param name="EventIds">The events on the same case that answer it.</param>
/// <param name="Text">The answer in words.</param>
public sealed record ProvideInformation(
    Guid Id,
    AccountId Actor,
    Guid RequestId,
    ValueList<Guid>? EventIds = null,
    string? Text = null) : Command(Id, Actor)
{
    internal InformationProvided Fact => new(RequestId, EventIds.NullIfEmpty(), Text);
}

/// <summary>Records answers.</summary>
public static class ProvidingInformation
{
    /// <summary>Decides whether a request is answered.</summary>
    /// <param name="case">The case so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    public static Decision Decide(CaseState @case, ProvideInformation command, Instant now) =>
        Repeats.Of(@case.Find(command.Id), command.Fact)
        ?? Decision.Unless(
            CaseRules.Opened(@case)
            ?? Request(@case, command)
            ?? Refusal.If(command.Text is null && command.EventIds.NullIfEmpty() is null, RefusalKinds.AnswerEmpty)
            ?? Rules.OptionalText("text", command.Text)
            ?? Rules.NotTooMany("eventIds", command.EventIds)
            ?? Rules.Each(command.EventIds, (id, i) => @case.Find(id) is null ? new Refusal(RefusalKinds.AnswerUnknownEvent, $"eventIds[{i}]", Actual: $"{id}") : null),
            command.Fact);

    private static Refusal? Request(CaseState @case, ProvideInformation command) =>
        @case.Find(command.RequestId) is not { Event: InformationRequested } ? new(RefusalKinds.RequestNotFound, "requestId", Actual: $"{command.RequestId}")
        : @case.OpenRequests.All(request => request.Id != command.RequestId) ? new(RefusalKinds.RequestAlreadyAnswered, "requestId", Actual: $"{command.RequestId}")
        : null;
}
