using CaseLedger.Web.Access;
using CaseLedger.Web.Evidence;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Imports;

/// <summary>One file that is read in, or was: how far it has come, what became of its rows, which were refused and why.</summary>
[For(Role.People)]
internal sealed class ImportPage(ServerSettings settings, ImportStore imports, ImportRunner runner, FileStore files) : LedgerPage(settings)
{
    private const int MostRows = 50;

    /// <summary>The import.</summary>
    public Import Import { get; private set; } = null!;

    /// <summary>How far it has come; null where it ended, and where another process reads it in.</summary>
    public ImportProgress? Progress { get; private set; }

    /// <summary>How many rows became what so far.</summary>
    public ImportCounts Counts => Progress?.Counts ?? Import.Counts;

    /// <summary>Whether it still runs.</summary>
    public bool IsRunning => Import.Standing == ImportStanding.Running;

    /// <summary>The first of the refused rows, as the list has them.</summary>
    public IReadOnlyList<RefusedRowAnswer> Refused { get; private set; } = [];

    /// <summary>Whether more rows were refused than the list has room for.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(id, "D", out var of) || await imports.Find(of, Viewer, cancellationToken) is not { } import)
        {
            return Instead(Notice.NoSuchPage);
        }

        Import = import;
        Progress = IsRunning ? runner.ProgressOf(of) : null;
        if (import.RefusedRows is { } list && files.Has(list))
        {
            await using var rows = files.Open(list);
            Refused = RefusedRows.First(rows, MostRows);
            IsCut = RefusedRows.IsCut(rows);
        }

        return Page();
    }
}
