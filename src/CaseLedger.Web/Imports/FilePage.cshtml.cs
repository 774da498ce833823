using System.Globalization;
using CaseLedger.Domain;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports;
using CaseLedger.Imports.Grids;
using CaseLedger.Imports.Preview;
using CaseLedger.Imports.Spreadsheets;
using CaseLedger.Ledger;
using CaseLedger.Ledger.Projections;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Evidence;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;

namespace CaseLedger.Web.Imports;

/// <summary>A file with the numbers of one recording: sent, looked through with its doubts, and recorded once somebody has seen what was understood.</summary>
[For(Role.Agent | Role.Artist)]
[RequestSizeLimit(MostBytes + RoomForTheForm)]
[RequestFormLimits(MultipartBodyLengthLimit = MostBytes + RoomForTheForm, ValueCountLimit = MostFields)]
internal sealed class FilePage(
    ServerSettings settings, CaseTable cases, ImportTable table, ImportStore imports, ImportIntake intake, Looks looks, ColumnMemory memory, FileStore files, EventLedger ledger,
    ProjectionDaemon views, IDataProtectionProvider protection, IClock clock) : ActPage(settings, cases)
{
    /// <summary>The most doubtful rows that are shown with cells to correct; a file with more is put right where it was made.</summary>
    public const int MostDoubts = 200;

    private const long MostBytes = 25 * 1024 * 1024;
    private const long RoomForTheForm = 1024 * 1024;
    private const int MostFields = 10_000;
    private const int MostChoice = 100;
    private const int FirstRows = 6;
    private const int LastRows = 3;

    private static readonly TimeSpan RecordedWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ViewsWithin = TimeSpan.FromSeconds(2);

    private readonly IDataProtector _seal = protection.CreateProtector("CaseLedger.Web.Imports.FilePage");
    private readonly CaseTable _cases = cases;

    /// <summary>The file that is looked through; null before one was sent.</summary>
    public ImportStarted? Kept { get; private set; }

    /// <summary>What was understood of it.</summary>
    public SheetPreview? Preview { get; private set; }

    /// <summary>The file, as the form sends it back: nobody can name a file here that they did not send.</summary>
    public string Sealed => Kept is null ? "" : _seal.Protect(string.Join('\n', Viewer.Account, Words.Of(Kept.Kind), Kept.File, Kept.Size.ToString(CultureInfo.InvariantCulture), Kept.Name));

    /// <summary>Rows with cells to correct, or that were left out: the doubtful ones, and those corrected so far.</summary>
    public IReadOnlyList<PreviewRow> Doubts { get; private set; } = [];

    /// <summary>Doubtful rows that are not shown, because there are too many.</summary>
    public int MoreDoubts { get; private set; }

    /// <summary>Some of the rows without a doubt: the first and the last.</summary>
    public IReadOnlyList<PreviewRow> Samples { get; private set; } = [];

    /// <summary>Whether the same bytes came before: as evidence of this case, in the order sent.</summary>
    public IReadOnlyList<EvidenceSent> SentBefore { get; private set; } = [];

    /// <summary>Imports of the same bytes.</summary>
    public IReadOnlyList<Import> ImportedBefore { get; private set; } = [];

    /// <summary>The decision of before by which the columns are set now; null where they are not.</summary>
    public ColumnMapping? Remembered { get; private set; }

    /// <summary>The usual stores.</summary>
    public IEnumerable<SelectListItem> Stores { get; } = Claims.NumbersPage.UsualStores;

    /// <summary>What a column can hold.</summary>
    public IReadOnlyList<string> Roles { get; } = Words.All<ColumnRole>();

    /// <summary>Whether a row is left out, as the form says.</summary>
    public bool IsLeftOut(PreviewRow row) => Form.IsTicked(SkipField(row.Line));

    /// <summary>The sources that the file shows, in the order of the columns.</summary>
    public IReadOnlyList<ColumnRole> Sources => Preview is null ? []
        : [.. Preview.Columns.Select(column => column.Role).Where(role => role is ColumnRole.ArtistDashboard or ColumnRole.Trends).Distinct()];

    /// <summary>The question about the order of days and months, while it is open or as it was decided.</summary>
    public ImportQuestion? Asks(string name) => Preview?.Questions.FirstOrDefault(question => question.Name == name);

    /// <summary>The name of the field that leaves a row out.</summary>
    public static string SkipField(long line) => $"skip-{line.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(string isrc, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        Form.Preset("store", Store.Spotify.ToString());
        Form.Preset("seen", Day.Of(clock.GetCurrentInstant()).ToString());
        return Page();
    }

    /// <summary>Takes a file in; shows what was understood of it; records it once that was seen.</summary>
    public async Task<IActionResult> OnPostAsync(string isrc, IFormFile? file, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        var store = Form.Store("store");
        Form.Day("seen");
        var wish = new ImportWish(null, Case.Isrc, store, Form.Observed("seen"), null);
        ReceivedImport? came = null;
        ImportStarted? start;
        Problem? problem;
        if (file is { Length: > 0 })
        {
            await using var content = file.OpenReadStream();
            (came, problem) = await intake.Receive(content, IncomingFile.Clean(file.FileName, T["imports.unnamed"]), wish, Viewer, files.Settings.MostFileBytes, cancellationToken);
            start = came?.Start;
        }
        else if (Unseal(Form.Raw("kept")) is { } kept)
        {
            (start, problem) = await intake.Judge(kept.Kind, kept.File, kept.Size, kept.Name, wish, Viewer, cancellationToken);
        }
        else
        {
            Form.Fault("file", T["imports.file.missing"]);
            return Again();
        }

        await using var received = came;
        if (start is null)
        {
            Form.Fault("file", ImportWording.Of(problem!, T));
            return Again();
        }

        if (start.Isrc is null)
        {
            // It names its recordings itself: it is no file about this one alone.
            var kind = T.Word("import.kind", start.Kind);
            Form.Fault("file", T["file.of-many", kind]);
            return Again();
        }

        if (!await Read(start, received, cancellationToken))
        {
            Form.Fault("file", ImportWording.Of(Problems.ImportsBusy, T));
            return Again();
        }

        // What cannot be read is not kept; what was understood is, for the form comes back without it.
        problem = Preview!.Fault is { } fault ? Problems.Of(fault) : received is null ? null : await intake.Keep(received, Viewer, cancellationToken);
        if (problem is not null)
        {
            Kept = null;
            Form.Fault("file", ImportWording.Of(problem, T));
            return Again();
        }

        await FindBefore(cancellationToken);
        var isSeen = Form.Raw("step") == "confirm";
        if (!isSeen || !Form.IsGood || Preview.Questions.Count > 0 || Doubts.Any(row => !row.IsGood) || MoreDoubts > 0 || Preview.Good == 0)
        {
            return Again();
        }

        return await Record(cancellationToken);
    }

    private ImportStarted? Unseal(string text)
    {
        try
        {
            return text.Length > 0 && _seal.Unprotect(text).Split('\n') is [var account, var kind, var digest, var size, var name] && account == Viewer.Account.ToString()
                && Words.TryParse<ImportKind>(kind, out var of)
                ? new(of, Sha256.Parse(digest), long.Parse(size, CultureInfo.InvariantCulture), name)
                : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null; // of an older key, or made up: it is asked for again
        }
    }

    /// <returns>False where too many files are looked through already.</returns>
    private async Task<bool> Read(ImportStarted start, ReceivedImport? received, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        IReadOnlyList<ColumnMapping> mappings = start.Kind == ImportKind.Spreadsheet && received is not null ? await memory.Of(Case.Isrc, cancellationToken) : [];
        return await looks.Take<SheetPreview>(
            start,
            () =>
            {
                using var file = received?.File.Open() ?? files.Open(start.File);
                var chosen = Form.Raw("sheet") is { Length: > 0 and <= MostChoice } sheet ? start with { Choices = [new("sheet", sheet)] } : start;
                var (cells, fault) = SheetFile.Read(file, new(chosen, Viewer.Account, now), cancellationToken);
                Understand(
                    start,
                    asked => cells is null ? SheetPreview.Refused(fault!) : SheetPreview.Of(cells, new(asked, Viewer.Account, now)),
                    seen => mappings.Count > 0 ? memory.Matching(seen, mappings, cancellationToken) : null);
                return Preview!;
            },
            cancellationToken) is not null;
    }

    // Twice: as it stands in the file, to tell what was corrected from what was only sent back; then as corrected.
    private void Understand(ImportStarted start, Func<ImportStarted, SheetPreview> look, Func<SheetPreview, ColumnMapping?> remembered)
    {
        var decided = new List<ImportChoice>();
        Decide("day-order");
        Decide("thousands");
        Decide("sheet");
        var plain = look(start with { Choices = [.. decided] });
        foreach (var column in plain.Columns)
        {
            Decide(column.Choice);
        }

        // Only where nothing was decided yet: a person's own choice is never put right by one of before.
        Remembered = plain.Columns.Any(column => Form.Raw(column.Choice).Length > 0) ? null : remembered(plain);
        decided.AddRange(Remembered?.Columns ?? []);
        plain = look(start with { Choices = [.. decided] });
        var touched = new HashSet<long>();
        foreach (var row in plain.Rows)
        {
            if (Correct(row, decided))
            {
                touched.Add(row.Line);
            }
        }

        Kept = start with { Choices = decided.Count == 0 ? null : [.. decided.OrderBy(choice => choice.Name, StringComparer.Ordinal)] };
        Preview = look(Kept);
        var doubts = Preview.Rows.Concat(plain.Rows.Where(row => IsLeftOut(row))).Where(row => !row.IsGood || touched.Contains(row.Line)).DistinctBy(row => row.Line).OrderBy(row => row.Line).ToList();
        Doubts = doubts.Count <= MostDoubts ? doubts : [.. doubts.Take(MostDoubts)];
        MoreDoubts = doubts.Count - Doubts.Count;
        var good = Preview.Rows.Where(row => row.IsGood && !touched.Contains(row.Line)).ToList();
        Samples = good.Count <= FirstRows + LastRows ? good : [.. good.Take(FirstRows), .. good.TakeLast(LastRows)];

        void Decide(string name)
        {
            if (Form.Raw(name) is { Length: > 0 and <= MostChoice } value)
            {
                decided.Add(new(name, value));
            }
        }
    }

    private bool Correct(PreviewRow row, List<ImportChoice> decided)
    {
        if (IsLeftOut(row))
        {
            decided.Add(new(SkipField(row.Line), "yes"));
            return true;
        }

        var cells = new (string Choice, string Text)?[] { (row.Day.Choice, row.Day.Text), Cell(row.ArtistDashboard), Cell(row.Trends) };
        var corrections = cells.OfType<(string Choice, string Text)>()
            .Where(cell => Form.Raw(cell.Choice).Trim() is { Length: > 0 and <= MostChoice } sent && sent != cell.Text.Trim())
            .Select(cell => new ImportChoice(cell.Choice, Form.Raw(cell.Choice).Trim()))
            .ToList();
        decided.AddRange(corrections);
        return corrections.Count > 0;

        static (string, string)? Cell(PreviewCount? count) => count is null ? null : (count.Choice, count.Text);
    }

    private async Task FindBefore(CancellationToken cancellationToken)
    {
        SentBefore = [.. (await _cases.Evidence(Case.Isrc, cancellationToken)).Where(sent => sent.Sha256 == Kept!.File)];
        ImportedBefore = [.. (await table.OfFile(Kept!.File, cancellationToken)).Where(import => import.Isrc == Case.Isrc && import.IsTheSameAgain)];
    }

    private async Task<IActionResult> Record(CancellationToken cancellationToken)
    {
        var outcome = await intake.Start(Kept!, Viewer, RecordedWithin, cancellationToken);
        if (outcome is not (Outcome.Recorded or Outcome.RecordedBefore))
        {
            return After(outcome, CaseAddress) ?? Again();
        }

        var id = ImportIds.Of(Kept!);
        var import = Import.Of(id, await imports.Load(id, cancellationToken))!;
        await views.WaitFor((await ledger.Head(cancellationToken)).Size, ViewsWithin, cancellationToken);
        return outcome is Outcome.Recorded && import is { Standing: ImportStanding.Finished, Counts: { Refused: 0, Accepted: > 0 } counts }
            ? Then(CaseAddress, T.Plural("file.recorded", counts.Accepted, Kept!.Name))
            : Then($"/imports/{id}", T[outcome is Outcome.Recorded ? "imports.begun" : "file.before"]);
    }

    /// <summary>What is said about a cell; null where nothing is.</summary>
    public string? Said(GridFault? fault) => fault is { } standing ? T.Word("grid.fault", standing) : null;
}
