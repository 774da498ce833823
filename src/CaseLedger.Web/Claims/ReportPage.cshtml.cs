using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Imports;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Evidence;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace CaseLedger.Web.Claims;

/// <summary>An artist reports what their dashboard shows: the numbers, the screenshot that shows them, a preview of what was understood, then its record.</summary>
[For(Role.Artist)]
[RequestSizeLimit(EvidenceField.MostOfForm)]
[RequestFormLimits(MultipartBodyLengthLimit = EvidenceField.MostOfForm)]
internal sealed class ReportPage(ServerSettings settings, CaseTable cases, CaseStore store, EvidenceForm evidenceForm, PictureText pictures, IClock clock) : CaseNumbersPage(settings, cases, clock)
{
    private readonly IClock _clock = clock;
    private EvidenceField? _evidence;

    /// <summary>The screenshot, or whatever else shows the numbers.</summary>
    public EvidenceField Evidence => _evidence ?? new(T, Form, Viewer);

    /// <summary>Whether the days and numbers of a picture are read from it, as an offer.</summary>
    public bool ReadsPictures => pictures.CanRead;

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(string isrc, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        PresetNumbers();
        return Page();
    }

    /// <summary>Shows what was understood, or records it.</summary>
    public async Task<IActionResult> OnPostAsync(string isrc, IFormFile? evidence, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        _evidence = await evidenceForm.Read(Form, evidence, Viewer, T, cancellationToken);
        if (Evidence.Kept is { } shown && shown.Type.IsPicture() && !GridForm.IsFilled(Form) && !IsBackToText)
        {
            Offered = await pictures.Read(shown.File, cancellationToken);
        }

        if (ReadNumbers() is not { } report)
        {
            return Again();
        }

        if (Evidence.Kept is { } kept)
        {
            if (await Attach(kept, report, cancellationToken) is { } refused)
            {
                MarkRow(refused);
                return After(refused, CaseAddress) ?? Again();
            }

            report = report with { Evidence = [kept.File] };
        }

        var outcome = await store.Handle(Case.Isrc, Reporter, report, ReportingScreenshot.Decide, cancellationToken);
        MarkRow(outcome);
        return After(outcome, CaseAddress) ?? Again();
    }

    // The numbers name the file, which has to be on the case before. A form that is sent again attaches it once: under the
    // same id, though perhaps of another day.
    private async Task<Outcome?> Attach(EvidenceTaken kept, ReportScreenshot report, CancellationToken cancellationToken)
    {
        Refusal? unfit = null;
        var command = new AttachEvidence(
            ImportIds.Of(Form.Id, $"evidence\n{kept.File}"), Viewer.Account, kept.Type.Usual(), new Observed.On(Today), Channel.Web, kept.File, kept.Name);
        return await store.Handle(Case.Isrc, Reporter, command, AttachingEvidence.Decide, cancellationToken, Judge) switch
        {
            Outcome.Recorded or Outcome.RecordedBefore or Outcome.IdReused => null,
            Outcome.Denied when unfit is { } refusal => new Outcome.Refused(refusal),
            var outcome => outcome,
        };

        // Before the file is attached: with numbers that are refused, nothing on the case would say what it was for.
        Problem? Judge(CaseState @case)
        {
            unfit = ReportingScreenshot.Decide(@case, report, _clock.GetCurrentInstant()) is Decision.Refused(var refusal) ? refusal : null;
            return unfit is null ? null : Problems.For(unfit);
        }
    }
}
