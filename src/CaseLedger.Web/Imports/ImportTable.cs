using CaseLedger.Domain;
using CaseLedger.Domain.Imports;
using CaseLedger.Web.Access;
using CaseLedger.Web.ReadSide;
using NodaTime;
using Npgsql;

namespace CaseLedger.Web.Imports;

/// <summary>How far an import has come.</summary>
internal enum ImportStanding
{
    /// <summary>It is read in.</summary>
    [Word("running")]
    Running = 1,

    /// <summary>It was read to the end.</summary>
    [Word("finished")]
    Finished,

    /// <summary>It could not be read on.</summary>
    [Word("failed")]
    Failed,
}

/// <summary>How many rows became what.</summary>
/// <param name="Rows">Rows seen, without headers, totals and empty lines.</param>
/// <param name="Accepted">In the ledger by this import.</param>
/// <param name="Repeated">In the ledger before, from the same file.</param>
/// <param name="Refused">Refused.</param>
internal sealed record ImportCounts(long Rows, long Accepted, long Repeated, long Refused)
{
    /// <summary>Nothing yet.</summary>
    public static ImportCounts None { get; } = new(0, 0, 0, 0);
}

/// <summary>A file that was read in, or is.</summary>
/// <param name="Id">The import.</param>
/// <param name="Position">Of its first start.</param>
/// <param name="Kind">What the file holds.</param>
/// <param name="File">Digest of its bytes.</param>
/// <param name="Size">How many bytes.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Isrc">The recording, where the file names none.</param>
/// <param name="Store">The store, where the file names none.</param>
/// <param name="Actor">Who started it.</param>
/// <param name="StartedAt">When.</param>
/// <param name="Standing">How far it has come.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Counts">How many rows became what; zeros while it runs.</param>
/// <param name="RefusedRows">Digest of the list of refused rows.</param>
/// <param name="Code">Why it failed.</param>
/// <param name="Detail">Why it failed, in words.</param>
/// <param name="Line">Where it failed.</param>
internal sealed record Import(
    Guid Id,
    long Position,
    ImportKind Kind,
    Sha256 File,
    long Size,
    string Name,
    Isrc? Isrc,
    Store? Store,
    AccountId Actor,
    Instant StartedAt,
    ImportStanding Standing,
    Instant? EndedAt,
    ImportCounts Counts,
    Sha256? RefusedRows,
    string? Code,
    string? Detail,
    long? Line)
{
    /// <summary>Whether sending the same file again comes to this same import, and so to nothing new: it runs, or took every row.</summary>
    public bool IsTheSameAgain => Standing == ImportStanding.Running || (Standing == ImportStanding.Finished && Counts.Refused == 0);

    /// <summary>An import as its own events tell it, without waiting for the table.</summary>
    /// <returns>Null where it was never started.</returns>
    public static Import? Of(Guid id, ImportState state)
    {
        if (state.Start is not { Event: ImportStarted start } begun)
        {
            return null;
        }

        var (finished, failed) = (state.End?.Event as ImportFinished, state.End?.Event as ImportFailed);
        return new(
            id, begun.Position, start.Kind, start.File, start.Size, start.Name, start.Isrc, start.Store, begun.Actor, begun.RecordedAt,
            finished is not null ? ImportStanding.Finished : failed is not null ? ImportStanding.Failed : ImportStanding.Running,
            state.End?.RecordedAt,
            finished is not null ? new(finished.Rows, finished.Accepted, finished.Repeated, finished.Refused)
            : failed is not null ? new(failed.Accepted + failed.Repeated + failed.Refused, failed.Accepted, failed.Repeated, failed.Refused)
            : ImportCounts.None,
            finished?.RefusedRows ?? failed?.RefusedRows, failed?.Code, failed?.Detail, failed?.Line);
    }
}

/// <summary>Reads the imports' table. Whoever works for the distributor sees every import, others their own.</summary>
internal sealed class ImportTable(NpgsqlDataSource database)
{
    private const string Columns =
        """
        id, first_position, kind, file, size, name, isrc, store, actor, started_at, state, ended_at,
        rows, accepted, repeated, refused, refused_rows, code, detail, line
        """;

    /// <summary>Imports, the newest first, begun before a position.</summary>
    public async Task<List<Import>> Newest(Caller caller, long? before, int count, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            caller.Role is Role.Agent or Role.Manager
                ? $"select {Columns} from read.import where first_position < $1 order by first_position desc limit $2"
                : $"select {Columns} from read.import where first_position < $1 and actor = $3 order by first_position desc limit $2");
        command.Parameters.Add(new() { Value = before ?? long.MaxValue });
        command.Parameters.Add(new() { Value = count });
        if (caller.Role is not (Role.Agent or Role.Manager))
        {
            command.Parameters.Add(new() { Value = caller.Account.ToString() });
        }

        return await Read(command, cancellationToken);
    }

    /// <summary>Whether an import is shown as of an event of it; then every import that was started before that is shown, too.</summary>
    /// <param name="id">The import.</param>
    /// <param name="position">The event's position.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async Task<bool> Shows(Guid id, long position, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select exists (select from read.import where id = $1 and position >= $2)");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = position });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Every import of the same bytes, the newest first.</summary>
    public async Task<List<Import>> OfFile(Sha256 file, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select {Columns} from read.import where file = $1 order by first_position desc");
        command.Parameters.Add(new() { Value = file.ToString() });
        return await Read(command, cancellationToken);
    }

    /// <summary>Spreadsheets that were read in for the recordings of the artist whose recording this is, the newest first.</summary>
    public async Task<List<Guid>> SpreadsheetsOfArtist(Isrc isrc, int count, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select i.id
              from read.case_summary own
              join read.case_summary c on c.isrc = own.isrc or c.artist_account = own.artist_account
              join read.import i on i.isrc = c.isrc
             where own.isrc = $1 and i.kind = 'spreadsheet' and i.state = 'finished'
             order by i.first_position desc limit $2
            """);
        command.Parameters.Add(new() { Value = isrc.ToString() });
        command.Parameters.Add(new() { Value = count });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<Guid>();
        while (await rows.ReadAsync(cancellationToken))
        {
            ids.Add(rows.GetGuid(0));
        }

        return ids;
    }

    /// <summary>Imports that have not ended, the oldest first.</summary>
    public async Task<List<Import>> Running(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select {Columns} from read.import where state = 'running' order by first_position");
        return await Read(command, cancellationToken);
    }

    private static async Task<List<Import>> Read(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var imports = new List<Import>();
        while (await rows.ReadAsync(cancellationToken))
        {
            imports.Add(new(
                rows.GetGuid(0), rows.GetInt64(1), rows.GetWord<ImportKind>(2), Sha256.Parse(rows.GetString(3)), rows.GetInt64(4), rows.GetString(5),
                rows.GetTextOrNull(6) is { } isrc ? Isrc.Parse(isrc) : null, rows.GetTextOrNull(7) is { } store ? Store.Parse(store) : null,
                AccountId.Parse(rows.GetString(8)), rows.GetInstant(9), rows.GetWord<ImportStanding>(10), rows.GetInstantOrNull(11),
                new(Count(rows, 12), Count(rows, 13), Count(rows, 14), Count(rows, 15)),
                rows.GetTextOrNull(16) is { } refused ? Sha256.Parse(refused) : null, rows.GetTextOrNull(17), rows.GetTextOrNull(18),
                rows.IsDBNull(19) ? null : rows.GetInt64(19)));
        }

        return imports;
    }

    private static long Count(NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? 0 : rows.GetInt64(column);
}
