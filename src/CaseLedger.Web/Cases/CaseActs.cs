using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;

namespace CaseLedger.Web.Cases;

/// <summary>Something that can be done with a case.</summary>
/// <param name="Verb">The end of its page's address.</param>
/// <param name="Key">Of its name.</param>
/// <param name="For">Who may.</param>
/// <param name="In">How far the case may have come.</param>
/// <param name="MainFor">For whom it is in sight; for others it stands behind “more”.</param>
internal sealed record CaseAct(string Verb, string Key, Role For, CaseStatus[] In, Role MainFor = Role.None);

/// <summary>What there is to do with a case as a whole. A link that is missing here is a courtesy, never the rule.</summary>
internal static class CaseActs
{
    /// <summary>The verb of reporting numbers, whose page stands elsewhere for each role.</summary>
    public const string Report = "report";

    private static readonly CaseStatus[] Any = [CaseStatus.Watched, CaseStatus.Open, CaseStatus.Resolved];
    private static readonly CaseStatus[] Opened = [CaseStatus.Open, CaseStatus.Resolved];
    private static readonly CaseStatus[] Open = [CaseStatus.Open];
    private static readonly CaseStatus[] Resolved = [CaseStatus.Resolved];

    /// <summary>All of them, in the order shown.</summary>
    public static IReadOnlyList<CaseAct> All { get; } =
    [
        new("reopen", "reopen.title", Role.Staff, Resolved, MainFor: Role.Staff),
        new(Report, "act.report", Role.Agent | Role.Artist, Any, MainFor: Role.Agent | Role.Artist),
        new("state", "state.title", Role.Agent | Role.Artist, Opened, MainFor: Role.Agent | Role.Artist),
        new("request", "request.title", Role.Agent | Role.Artist, Open, MainFor: Role.Agent | Role.Artist),
        new("promise", "promise.title", Role.Agent, Open, MainFor: Role.Agent),
        new("assign", "assign.title", Role.Staff, Open, MainFor: Role.Manager),
        new("challenge", "challenge.title", Role.Staff, Open, MainFor: Role.Manager),
        new("reply", "reply.title", Role.Agent, Any),
        new("trends", "trends.title", Role.Agent, Any),
        new("evidence", "evidence-sent.title", Role.Agent | Role.Artist, Any, MainFor: Role.Artist),
        new("link", "link.title", Role.Staff, Opened, MainFor: Role.Manager),
        new("follow", "follow.title", Role.Staff, Opened, MainFor: Role.Manager),
        new("resolve", "resolve.title", Role.Staff, Open, MainFor: Role.Manager),
    ];

    /// <summary>What a viewer is shown, of a case that has come so far.</summary>
    public static IEnumerable<CaseAct> Of(Caller viewer, CaseStatus status) =>
        All.Where(act => act.For.HasFlag(viewer.Role) && act.In.Contains(status));
}
