using CaseLedger.Web.Access;

namespace CaseLedger.Web.Pages;

/// <summary>The pages that stand in everybody's sight, by role, in the order of their work. A link that is missing here is a courtesy, never the rule.</summary>
internal static class Navigation
{
    private static readonly (Role Roles, string Address, string Key)[] All =
    [
        (Role.Artist, "/", "nav.my-cases"),
        (Role.Agent, "/inbox", "nav.inbox"),
        (Role.Agent, "/claim", "nav.claim"),
        (Role.Staff, "/cases", "nav.cases"),
        (Role.Staff, "/duties", "nav.duties"),
        (Role.Staff, "/incidents", "nav.incidents"),
        (Role.People, "/imports", "nav.imports"),
        (Role.Manager, "/operations", "nav.operations"),
        (Role.Staff, "/accounts", "nav.accounts"),
    ];

    /// <summary>The links of a reader, in order: the address and the key of its name.</summary>
    public static IEnumerable<(string Address, string Key)> Of(Caller reader) =>
        All.Where(link => link.Roles.HasFlag(reader.Role)).Select(link => (link.Address, link.Key));
}
