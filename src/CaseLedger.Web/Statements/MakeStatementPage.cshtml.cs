using CaseLedger.Domain;
using CaseLedger.Domain.Statements;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CaseLedger.Web.Statements;

/// <summary>Records what somebody said, verbatim; also a newer wording of what they said before.</summary>
[For(Role.Agent | Role.Artist)]
internal sealed class MakeStatementPage(ServerSettings settings, CaseTable cases, CaseStore store, StatementTable statements)
    : ActPage(settings, cases)
{
    private const int ShownOfQuote = 80;

    /// <summary>The statements that stand: those whose newer wording this can be.</summary>
    public IReadOnlyList<SelectListItem> Standing { get; private set; } = [];

    private async Task ReadStanding(CancellationToken cancellationToken) => Standing =
    [
        .. (await statements.Of(Case.Isrc, Viewer, cancellationToken))
            .Where(row => row.Statement.Standing == Domain.Statements.Standing.Stands)
            .Select(row => new SelectListItem(
                $"{row.Version}: {row.Statement.Made.Speaker ?? T.Party(row.Statement.Made.Party)}: {Shortened(row.Statement.Made.Quote)}", $"{row.Statement.Id}")),
    ];

    private static string Shortened(string quote) => quote.Length <= ShownOfQuote ? quote : $"{quote[..ShownOfQuote]}…";

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(string isrc, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        await ReadStanding(cancellationToken);
        Form.Preset("party", Words.Of(Reporter.Party));
        Form.Preset("kind", Words.Of(StatementKind.Stated));
        Form.Preset("visibility", Words.Of(Visibility.Case));
        return Page();
    }

    /// <summary>Records it.</summary>
    public async Task<IActionResult> OnPostAsync(string isrc, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        await ReadStanding(cancellationToken);
        var party = Viewer.IsArtist ? Party.Artist : Form.Word<Party>("party");
        var (speaker, quote, said) = (Form.OptionalText("speaker", 200), Form.Text("quote"), Form.Observed("said"));
        var (kind, visibility) = (Form.Word<StatementKind>("kind"), Form.Word<Visibility>("visibility"));
        var (proposition, stance) = (Form.OptionalSlug("proposition"), Form.OptionalWord<Stance>("stance"));
        var supersedes = Form.Raw("supersedes").Length == 0 ? null : Form.Reference("supersedes");
        if (!Form.IsGood)
        {
            return Again();
        }

        var command = new MakeStatement(
            Form.Id, Reporter.Account, party!.Value, said, quote, kind!.Value, visibility!.Value, speaker, proposition, stance, supersedes);
        return After(await MakeStatementEndpoint.Record(store, Case.Isrc, Reporter, command, cancellationToken), CaseAddress) ?? Again();
    }
}
