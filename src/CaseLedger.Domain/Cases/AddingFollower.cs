using NodaTime;

namespace CaseLedger.Domain.Cases;

/// <summary>Let somebody hear how the case ends.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="Account">Who.</param>
/// <param name="Note">Anything else.</param>
public sealed record AddFollower(
    Guid Id,
    AccountId Actor,
    AccountId Account,
    string? Note = null) : Command(Id, Actor)
{
    internal FollowerAdded Fact => new(Account, Note);
}

/// <summary>Adds followers.</summary>
public static class AddingFollower
{
    /// <summary>Decides whether the account follows the case.</summary>
    /// <param name="case">The case so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    public static Decision Decide(CaseState @case, AddFollower command, Instant now) =>
        Repeats.Of(@case.Find(command.Id), command.Fact)
        ?? Decision.Unless(
            CaseRules.Opened(@case)
            ?? Refusal.If(@case.Followers.Contains(command.Account), RefusalKinds.AlreadyFollowing, "account", actual: $"{command.Account}")
            ?? Rules.OptionalText("note", command.Note),
            command.Fact);
}
