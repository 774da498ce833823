using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Cases;

/// <summary>Records that a piece of evidence was sent; the bytes themselves are not handed over here.</summary>
[For(Role.Agent | Role.Artist)]
internal sealed class AttachEvidencePage(ServerSettings settings, CaseTable cases, CaseStore store, NodaTime.IClock clock) : ActPage(settings, cases)
{
    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(string isrc, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        Form.Preset("what", Words.Of(EvidenceKind.Screenshot));
        Form.Preset("via", Words.Of(Channel.Email));
        Form.Preset("sent", $"{Day.Of(clock.GetCurrentInstant())}");
        return Page();
    }

    /// <summary>Records it.</summary>
    public async Task<IActionResult> OnPostAsync(string isrc, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        var (what, sent, via) = (Form.Word<EvidenceKind>("what"), Form.Observed("sent"), Form.Word<Channel>("via"));
        var (name, digest, note) = (Form.OptionalText("name", 2_000), Form.OptionalDigest("digest"), Form.OptionalText("note", 2_000));
        if (!Form.IsGood)
        {
            return Again();
        }

        var command = new AttachEvidence(Form.Id, Reporter.Account, what!.Value, sent, via!.Value, digest, name, note);
        return After(await store.Handle(Case.Isrc, Reporter, command, AttachingEvidence.Decide, cancellationToken), CaseAddress) ?? Again();
    }
}
