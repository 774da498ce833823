using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Evidence;
using CaseLedger.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Cases;

/// <summary>Records that a piece of evidence was sent; the file itself may be handed over with it.</summary>
[For(Role.Agent | Role.Artist)]
[RequestSizeLimit(EvidenceField.MostOfForm)]
[RequestFormLimits(MultipartBodyLengthLimit = EvidenceField.MostOfForm)]
internal sealed class AttachEvidencePage(ServerSettings settings, CaseTable cases, CaseStore store, EvidenceForm evidenceForm, NodaTime.IClock clock) : ActPage(settings, cases)
{
    private EvidenceField? _evidence;

    /// <summary>The file.</summary>
    public EvidenceField Evidence => _evidence ?? new(T, Form, Viewer);

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
    public async Task<IActionResult> OnPostAsync(string isrc, IFormFile? evidence, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        _evidence = await evidenceForm.Read(Form, evidence, Viewer, T, cancellationToken);
        var (what, sent, via) = (Form.Word<EvidenceKind>("what"), Form.Observed("sent"), Form.Word<Channel>("via"));
        var (name, digest, note) = (Form.OptionalText("name", 2_000), Form.OptionalDigest("digest"), Form.OptionalText("note", 2_000));
        var kept = Evidence.Kept;
        if (kept is not null && digest is not null && digest != kept.File)
        {
            Form.Fault("digest", T["evidence-sent.digest.other"]);
        }

        if (!Form.IsGood)
        {
            return Again();
        }

        var command = new AttachEvidence(Form.Id, Reporter.Account, what!.Value, sent, via!.Value, kept?.File ?? digest, name ?? kept?.Name, note);
        return After(
            await store.Handle(Case.Isrc, Reporter, command, AttachingEvidence.Decide, cancellationToken),
            CaseAddress,
            Evidence.SentBefore.Any() ? string.Join(" ", Evidence.SentBefore) : null) ?? Again();
    }
}
