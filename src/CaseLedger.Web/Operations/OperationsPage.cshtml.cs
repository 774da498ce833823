using CaseLedger.Ledger;
using CaseLedger.Ledger.Projections;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using CaseLedger.Web.ReadSide;
using NodaTime;
using Npgsql;

namespace CaseLedger.Web.Operations;

/// <summary>How the machinery is: the views and how far they are, the ledger, the database.</summary>
[For(Role.Manager)]
internal sealed class OperationsPage(
    ServerSettings settings, ProjectionDaemon daemon, EventLedger ledger, OperationsTable table, NpgsqlDataSource database, IClock clock)
    : LedgerPage(settings)
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>The views, by name.</summary>
    public IReadOnlyList<ProjectionAnswer> Projections { get; private set; } = [];

    /// <summary>Where the ledger ends.</summary>
    public LedgerHead Head { get; private set; } = null!;

    /// <summary>How the database is.</summary>
    public DatabaseState Database { get; private set; } = null!;

    /// <summary>The settings on which durability rests.</summary>
    public IReadOnlyList<DurabilitySetting> Durability { get; private set; } = [];

    /// <summary>The biggest tables.</summary>
    public IReadOnlyList<TableSize> Tables { get; private set; } = [];

    /// <summary>When the page was made.</summary>
    public Instant Now { get; } = clock.GetCurrentInstant();

    /// <summary>A size in the unit that suits it; each is 1,000 of the one before.</summary>
    public string Size(long bytes)
    {
        var (size, unit) = ((double)bytes, 0);
        while (size >= 999.5 && unit < Units.Length - 1)
        {
            (size, unit) = (size / 1_000, unit + 1);
        }

        return $"{size.ToString(unit > 0 && size < 99.95 ? "0.0" : "0", T.Language.Numbers)}\u00A0{Units[unit]}";
    }

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Projections = [.. (await daemon.Status(cancellationToken)).Select(ProjectionAnswer.Of)];
        Head = await ledger.Head(cancellationToken);
        Database = await table.State(cancellationToken);
        Durability = await DurabilitySettings.Read(database, cancellationToken);
        Tables = await table.Biggest(cancellationToken);
    }
}
