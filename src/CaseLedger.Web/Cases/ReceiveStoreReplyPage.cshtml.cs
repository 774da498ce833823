using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Claims;
using CaseLedger.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;

namespace CaseLedger.Web.Cases;

/// <summary>Records what a store answered: its words, the numbers that it named, or both.</summary>
[For(Role.Agent)]
internal sealed class ReceiveStoreReplyPage(ServerSettings settings, CaseTable cases, CaseStore store, IClock clock) : CaseNumbersPage(settings, cases, clock)
{
    /// <inheritdoc/>
    public override bool IsGridOptional => true;

    /// <inheritdoc/>
    public override string RecordLabel => T["reply.do"];

    /// <inheritdoc/>
    public override (string Label, string Beside) FirstStep => (T["reply.do"], T["reply.numbers-first"]);

    /// <summary>What the store's numbers can count.</summary>
    public IEnumerable<SelectListItem> Measures => Words.All<Measure>().Select(word => new SelectListItem(T[$"measure.{word}"], word));

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(string isrc, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        // Whoever is waited for is who has answered.
        Form.Preset("store", $"{Case.WaitingOn?.Store ?? Store.Spotify}");
        Form.Preset("replied", $"{Today}");
        Form.Preset("measure", Words.Of(Measure.Streams));
        return Page();
    }

    /// <summary>Shows what was understood of the numbers, or records it.</summary>
    public async Task<IActionResult> OnPostAsync(string isrc, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        if (IsBackToText)
        {
            return Page();
        }

        var hasNumbers = GridForm.IsFilled(Form);
        var grid = hasNumbers ? ReadGrid() : null;
        var (from, replied, measure) = (Form.Store("store"), Form.Observed("replied"), Form.Word<Measure>("measure"));
        var (quote, note) = (Form.OptionalText("quote", 10_000), Form.OptionalText("note", 2_000));
        if (!Form.IsGood || (hasNumbers && grid is null))
        {
            return Again();
        }

        var readings = grid?.Readings.Select(reading => reading with { Measure = measure!.Value }).ToValueList();
        var command = new ReceiveStoreReply(Form.Id, Reporter.Account, from!, replied, readings, quote, null, note);
        var outcome = await store.Handle(Case.Isrc, Reporter, command, ReceivingStoreReply.Decide, cancellationToken);
        MarkRow(outcome);
        return After(outcome, CaseAddress) ?? Again();
    }
}
