using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CaseLedger.Web.Cases;

/// <summary>Gives a case to whoever works on it, or to nobody.</summary>
[For(Role.Staff)]
internal sealed class AssignCasePage(ServerSettings settings, CaseTable cases, CaseStore store, AgentTable agents)
    : ActPage(settings, cases)
{
    /// <summary>What is sent where nobody is to work on the case.</summary>
    public const string Nobody = "nobody";

    /// <summary>The other agents.</summary>
    public IReadOnlyList<SelectListItem> Others { get; private set; } = [];

    private async Task ReadOthers(CancellationToken cancellationToken) => Others =
    [
        .. (await agents.Active(cancellationToken))
            .Where(agent => agent.Account != Viewer.Account && agent.Account != Case.Assignee)
            .Select(agent => new SelectListItem(agent.Email.Length == 0 ? $"{agent.Account}" : $"{agent.Email}, {agent.Account}", $"{agent.Account}")),
    ];

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(string isrc, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        await ReadOthers(cancellationToken);
        return Page();
    }

    /// <summary>Records it.</summary>
    public async Task<IActionResult> OnPostAsync(string isrc, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        await ReadOthers(cancellationToken);
        var assignee = Form.Raw("assignee") == Nobody ? null : Form.Account("assignee");
        if (assignee is { IsStaff: false })
        {
            Form.Fault("assignee", T["assign.staff-only"]);
        }

        if (!Form.IsGood)
        {
            return Again();
        }

        var command = new AssignCase(Form.Id, Reporter.Account, assignee);
        return After(await store.Handle(Case.Isrc, Reporter, command, AssigningCase.Decide, cancellationToken), CaseAddress) ?? Again();
    }
}
