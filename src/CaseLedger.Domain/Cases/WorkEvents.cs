namespace CaseLedger.Domain.Cases;

/// <summary>Somebody of the distributor took the case, or gave it back.</summary>
/// <param name="Assignee">Who works on it; absent when nobody does.</param>
public sealed record CaseAssigned(AccountId? Assignee = null) : CaseEvent;

/// <summary>The store was asked to explain its numbers.</summary>
/// <param name="Store">Which store.</param>
/// <param name="Sent">When.</param>
/// <param name="Days">The days challenged; each has a dashboard reading.</param>
/// <param name="Reference">The store's ticket.</param>
/// <param name="Note">Anything else.</param>
public sealed record ChallengeSent(
    Store Store,
    Observed Sent,
    ValueList<Day> Days,
    string? Reference = null,
    string? Note = null) : CaseEvent;

/// <summary>The question is settled.</summary>
/// <param name="Resolution">How, by name.</param>
/// <param name="Note">Anything else.</param>
public sealed record CaseResolved(Slug Resolution, string? Note = null) : CaseEvent;

/// <summary>A settled question came up again.</summary>
/// <param name="Reason">Why.</param>
public sealed record CaseReopened(string Reason) : CaseEvent;

/// <summary>Another case belongs to this one.</summary>
/// <param name="Isrc">The other case's recording.</param>
/// <param name="Reason">Why they belong together.</param>
public sealed record CasesLinked(Isrc Isrc, string Reason) : CaseEvent;

/// <summary>Somebody wants to hear how the case ends.</summary>
/// <param name="Account">Who.</param>
/// <param name="Note">Anything else.</param>
public sealed record FollowerAdded(AccountId Account, string? Note = null) : CaseEvent;
