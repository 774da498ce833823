using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Statements;
using CaseLedger.Web.Access;
using CaseLedger.Web.Statements;

namespace CaseLedger.Web.Timeline;

/// <summary>Refers a command to what is withheld from its caller: it is answered as if there were no such event.</summary>
/// <remarks>The rules judge first, for the domain knows no readers; only what they say of the hidden event is put differently.</remarks>
internal static class Unseen
{
    /// <summary>Whether an event is there and not for somebody. Of links an artist can refer to none: to withdraw or answer with them means nothing.</summary>
    public static bool Holds(CaseState @case, Guid id, Caller caller) => caller.IsArtist && @case.Find(id) is { } found && found.Event switch
    {
        StatementMade made => !StatementRow.MayRead(caller, made.Visibility, found.Actor),
        StatementWithdrawn withdrawn => Holds(@case, withdrawn.StatementId, caller),
        FollowerAdded follower => follower.Account != caller.Account,
        CasesLinked => true,
        _ => false,
    };

    /// <summary>A refusal that concerns an event which the caller may not see, as it is for an event that is not there.</summary>
    public static Decision AsAbsent(this Decision decision, bool isUnseen, Refusal absent, params ReadOnlySpan<RefusalKind> concerned) =>
        isUnseen && decision is Decision.Refused(var refusal) && concerned.Contains(refusal.Kind) ? new Decision.Refused(absent) : decision;
}
