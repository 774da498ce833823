using CaseLedger.Domain.Cases;
using NodaTime;

namespace CaseLedger.Domain.Duties;

/// <summary>Ask somebody for something.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="By">Who asks.</param>
/// <param name="Of">Who is to provide it.</param>
/// <param name="What">What is asked for.</param>
/// <param name="Asked">When it was asked.</param>
/// <param name="DueOn">The last day for it.</param>
/// <param name="Rule">The rule by which an answer is judged, such as <c>three-days</c>.</param>
public sealed record RequestInformation(
    Guid Id,
    AccountId Actor,
    Party By,
    Party Of,
    string What,
    Observed Asked,
    Day? DueOn = null,
    Slug? Rule = null) : Command(Id, Actor)
{
    internal InformationRequested Fact => new(By, Of, What, Asked, DueOn, Rule);
}

/// <summary>Records requests.</summary>
public static class RequestingInformation
{
    /// <summary>Decides whether a request is recorded.</summary>
    /// <param name="case">The case so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    public static Decision Decide(CaseState @case, RequestInformation command, Instant now) =>
        Repeats.Of(@case.Find(command.Id), command.Fact)
        ?? Decision.Unless(
            CaseRules.Open(@case)
            ?? Rules.Text("what", command.What)
            ?? Rules.NotInFuture("asked", command.Asked, now),
            command.Fact);
}
