using System.Security.Cryptography;
using System.Text;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Ledger.Projections;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Readings;
using CaseLedger.Web.Writing;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;

namespace CaseLedger.Web.Claims;

/// <summary>Support logs what an artist's dashboard shows; where nobody has opened the case yet, it is opened first.</summary>
[For(Role.Agent)]
internal sealed class ClaimPage(
    ServerSettings settings, CaseTable cases, ReadingTable readings, TokenTable tokens, CaseStore store, ProjectionDaemon views, IClock clock)
    : NumbersPage(settings, clock)
{
    private static readonly TimeSpan ViewsWithin = TimeSpan.FromSeconds(2);

    /// <summary>The recording; null while the text is no code.</summary>
    public Isrc? Isrc { get; private set; }

    /// <summary>Its case.</summary>
    public CaseSummary? Case { get; private set; }

    /// <summary>Why the text is no code; null where it is one, or nothing was typed.</summary>
    public string? IsrcSaid { get; private set; }

    /// <summary>What looks odd about the code.</summary>
    public IReadOnlyList<string> IsrcNotes { get; private set; } = [];

    /// <summary>How often evidence was sent on the case.</summary>
    public int TimesSent { get; private set; }

    /// <summary>The number of the newest day.</summary>
    public Reading? Last { get; private set; }

    /// <summary>Whether the case was opened by this form, but its numbers were refused.</summary>
    public bool Opened { get; private set; }

    /// <summary>Whether the case has to be opened before it takes numbers.</summary>
    public bool NeedsOpening => Isrc is not null && !Opened && Case is null or { Status: CaseStatus.Watched };

    /// <summary>When the page was made.</summary>
    public Instant Now { get; } = clock.GetCurrentInstant();

    /// <summary>How a matter reaches the distributor.</summary>
    public IEnumerable<SelectListItem> Channels => Words.All<Channel>().Select(word => new SelectListItem(T[$"channel.{word}"], word));

    /// <summary>Shows the form, perhaps for a recording.</summary>
    public async Task<IActionResult> OnGetAsync(string? isrc, CancellationToken cancellationToken)
    {
        PresetNumbers();
        Form.Preset("isrc", isrc);
        await Recognise(isrc, cancellationToken);
        return Page();
    }

    /// <summary>Shows what is known about a code, for the page's script.</summary>
    public async Task<IActionResult> OnGetRecordingAsync(string? isrc, CancellationToken cancellationToken)
    {
        await Recognise(isrc, cancellationToken);
        return Partial("/Claims/_Recording.cshtml", this);
    }

    /// <summary>Shows what was understood, or records it.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await Recognise(Form.Raw("isrc"), cancellationToken);
        if (Form.Raw("step") == "text")
        {
            ReadNumbers();
            return Page();
        }

        if (Isrc is null)
        {
            Form.Fault("isrc", IsrcSaid ?? T["form.required"]);
        }

        var opening = NeedsOpening ? ReadOpening() : null;
        if (ReadNumbers() is not { } report || !Form.IsGood || Isrc is null)
        {
            return Again();
        }

        if (opening is not null)
        {
            var opened = await store.Open(Reporter, opening, cancellationToken, await Holder(opening, cancellationToken));
            if (opened is not (Outcome.Recorded or Outcome.RecordedBefore))
            {
                return After(opened, "/claim") ?? Again();
            }
        }

        var outcome = await store.Handle(Isrc, Reporter, report, ReportingScreenshot.Decide, cancellationToken);
        MarkRow(outcome);
        Opened = opening is not null;
        if (outcome is Outcome.Recorded(var receipt, _))
        {
            // The answer per day comes from the views; they follow within moments.
            await views.WaitFor(receipt.Position + 1, ViewsWithin, cancellationToken);
        }

        return After(outcome, $"/claim/{Isrc}/{Form.Id}") ?? Again();
    }

    private async Task Recognise(string? text, CancellationToken cancellationToken)
    {
        switch (Domain.Isrc.Read(text))
        {
            case IsrcReading.Malformed { Fault: IsrcFault.Empty }:
                return;
            case IsrcReading.Malformed malformed:
                IsrcSaid = T.Malformed(malformed);
                return;
            case IsrcReading.WellFormed(var isrc, var notes):
                Isrc = isrc;
                IsrcNotes = [.. notes.Select(note => T.Word("claim.isrc-note", note))];
                Case = await cases.Find(isrc, Viewer, cancellationToken);
                break;
        }

        if (Case is not null)
        {
            TimesSent = (await cases.Evidence(Isrc!, cancellationToken)).Count;
            Last = (await readings.Of(Isrc!, new(From: Today.PlusDays(-400)), cancellationToken)).Where(reading => reading.Withdrawn is null).MaxBy(reading => (reading.Day, reading.Position));
        }
    }

    private OpenCase? ReadOpening()
    {
        // A code typed anew: what was filled in belonged to another recording, or the fields were not there yet.
        if (Form.Raw("opening") != Isrc!.ToString() && Form.Raw("title").Length == 0)
        {
            Form.Fault("title", T["claim.open-needed"]);
            return null;
        }

        var (title, artist, channel) = (Form.Text("title", 2_000), Form.Text("artist", 2_000), Form.Word<Channel>("channel"));
        var (account, release) = (Form.OptionalAccount("account"), Form.OptionalDay("release"));
        if (account is { Kind: not AccountKind.Artist })
        {
            Form.Fault("account", T["claim.account.wrong"]);
        }

        return Form.IsGood ? new(OpeningId(Form.Id), Viewer.Account, Isrc, title, artist, channel!.Value, account, release) : null;
    }

    private async Task<AccountId?> Holder(OpenCase opening, CancellationToken cancellationToken) =>
        opening.ArtistAccount is null ? await tokens.ArtistOf(opening.Isrc, cancellationToken) : null;

    // The form's id is the screenshot's; the opening's follows from it, so that a form sent twice opens once.
    private static Guid OpeningId(Guid form)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"caseledger:claim:open:{form}"))[..16];
        bytes[6] = (byte)(0x80 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new(bytes, bigEndian: true);
    }
}
