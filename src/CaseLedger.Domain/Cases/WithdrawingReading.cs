using NodaTime;

namespace CaseLedger.Domain.Cases;

/// <summary>Withdraw readings that were reported by mistake.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="EventId">The event that reported them.</param>
/// <param name="Reason">Why.</param>
/// <param name="Day">Only this day's; all of them when absent.</param>
public sealed record WithdrawReading(
    Guid Id,
    AccountId Actor,
    Guid EventId,
    string Reason,
    Day? Day = null) : Command(Id, Actor)
{
    internal ReadingWithdrawn Fact => new(EventId, Reason, Day);
}

/// <summary>Withdraws readings.</summary>
public static class WithdrawingReading
{
    /// <summary>Decides whether readings are withdrawn.</summary>
    /// <remarks>They stay visible as withdrawn. Taking back all of an event of which a day was taken back before withdraws the rest.</remarks>
    /// <param name="case">The case so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    public static Decision Decide(CaseState @case, WithdrawReading command, Instant now) =>
        Repeats.Of(@case.Find(command.Id), command.Fact)
        ?? Decision.Unless(
            Target(@case, command)
            ?? Rules.Text("reason", command.Reason),
            command.Fact);

    private static Refusal? Target(CaseState @case, WithdrawReading command)
    {
        if (@case.Find(command.EventId) is not { } target) return new(RefusalKinds.EventNotFound, "eventId", Actual: $"{command.EventId}");
        var days = ReportedReadings.Of(target).Select(reading => reading.Day).Where(day => command.Day is null || day == command.Day).ToArray();
        return days.Length == 0 ? new(RefusalKinds.NothingToWithdraw, command.Day is null ? "eventId" : "day", Actual: command.Day is { } day ? $"{day}" : target.Type)
            : days.All(day => !@case.ReadingStands(target.Id, day)) ? new(RefusalKinds.AlreadyWithdrawn, "eventId", Actual: $"{target.Id}")
            : CaseRules.Theirs(target, command.Actor);
    }
}
