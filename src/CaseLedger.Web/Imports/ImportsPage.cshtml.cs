using CaseLedger.Imports;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Http;
using CaseLedger.Web.Pages;
using CaseLedger.Web.Writing;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Imports;

/// <summary>Files that were read in, the newest first: staff see all, artists their own. Files that name their recordings are sent from here.</summary>
[For(Role.People)]
[RequestSizeLimit(MostBytes + RoomForTheForm)]
[RequestFormLimits(MultipartBodyLengthLimit = MostBytes + RoomForTheForm)]
internal sealed class ImportsPage(ServerSettings settings, ImportTable table, ImportRunner runner, ImportIntake intake) : LedgerPage(settings)
{
    /// <summary>The largest file that a page takes; pipelines send larger ones by the API or the command line.</summary>
    public const long MostBytes = 100 * 1024 * 1024;

    private const long RoomForTheForm = 64 * 1024;

    private static readonly PageLimit Rows = new(25);
    private static readonly TimeSpan ShownWithin = TimeSpan.FromSeconds(2);

    /// <summary>The imports of this page.</summary>
    public IReadOnlyList<Import> Imports { get; private set; } = [];

    /// <summary>The cursor of the next page; null on the last.</summary>
    public string? Next { get; private set; }

    /// <summary>Whether this is not the first page.</summary>
    public bool IsLater { get; private set; }

    /// <summary>Whether the viewer may send files from here.</summary>
    public bool MaySend => Viewer.Role != Role.Manager;

    /// <summary>How far a running one has come; null where another process reads it in.</summary>
    public ImportProgress? ProgressOf(Import import) => runner.ProgressOf(import.Id);

    /// <summary>Shows the list.</summary>
    public async Task<IActionResult> OnGetAsync(string? cursor, CancellationToken cancellationToken)
    {
        await Read(cursor, cancellationToken);
        return Page();
    }

    /// <summary>Takes a file in and begins to read it.</summary>
    public async Task<IActionResult> OnPostAsync(IFormFile? file, CancellationToken cancellationToken)
    {
        if (!MaySend)
        {
            return Instead(Notice.NotAllowed);
        }

        await Read(null, cancellationToken);
        if (file is not { Length: > 0 })
        {
            Form.Fault("file", T["imports.file.missing"]);
            return Again();
        }

        await using var content = file.OpenReadStream();
        var (came, problem) = await intake.Receive(
            content, IncomingFile.Clean(file.FileName, T["imports.unnamed"]), new(null, null, null, null, null), Viewer, MostBytes, cancellationToken);
        if (came is null)
        {
            Form.Fault("file", ImportWording.Of(problem!, T));
            return Again();
        }

        await using var received = came;
        var start = received.Start;
        if (await intake.Keep(received, Viewer, cancellationToken) is { } refused)
        {
            Form.Fault("file", ImportWording.Of(refused, T));
            return Again();
        }

        var outcome = await intake.Start(start, Viewer, ShownWithin, cancellationToken);
        return After(outcome, $"/imports/{ImportIds.Of(start)}", outcome is Outcome.Recorded ? T["imports.begun"] : null) ?? Again();
    }

    private async Task Read(string? cursor, CancellationToken cancellationToken)
    {
        // A cursor that is none shows the first page.
        long? before = cursor is not null && Cursor.TryParse(cursor, out var read) && read.IsNumber(out var position) ? position : null;
        IsLater = before is not null;
        var page = Http.Page.Of(await table.Newest(Viewer, before, Rows.AndOneMore, cancellationToken), Rows, import => Cursor.Of(import.Position));
        (Imports, Next) = (page.Items, page.Next);
    }
}
