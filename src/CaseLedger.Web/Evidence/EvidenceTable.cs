using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Ledger;
using CaseLedger.Web.Access;
using CaseLedger.Web.ReadSide;
using Npgsql;
using NpgsqlTypes;

namespace CaseLedger.Web.Evidence;

/// <summary>Where a file was attached: a fact of a case that the asker may see.</summary>
/// <param name="Isrc">The case.</param>
/// <param name="EventId">The fact.</param>
/// <param name="What">What it was attached as.</param>
/// <param name="Number">The how-manieth of its kind in the case, from 1: "screenshot 2".</param>
/// <param name="Sent">When it was sent, as far as is known.</param>
/// <param name="Via">How.</param>
/// <param name="Name">What it was called; null where nobody said.</param>
internal sealed record EvidenceUse(Isrc Isrc, Guid EventId, EvidenceKind What, int Number, Observed Sent, Channel Via, string? Name);

/// <summary>What became of noting an upload.</summary>
internal enum UploadNoted
{
    /// <summary>The account sent this file for the first time.</summary>
    New = 1,

    /// <summary>The account had sent the same bytes before.</summary>
    Again,

    /// <summary>Nothing was noted: the account would keep more than it may.</summary>
    OverQuota,
}

/// <summary>Who sent which file, and where it was attached.</summary>
internal sealed class EvidenceTable(NpgsqlDataSource database)
{
    // Two thousand cases with the same picture are no answer to anybody.
    private const int MostUses = 100;

    // The space of the locks that make the uploads of one account wait for each other.
    private const int QuotaLocks = 0x45_56_49_44;

    /// <summary>The tables of evidence.</summary>
    public static MigrationSet Migrations { get; } = new("evidence", typeof(EvidenceTable).Assembly, "Evidence/Schema/");

    /// <summary>Notes that an account sent a file, unless it would then keep more than it may.</summary>
    /// <param name="account">Who.</param>
    /// <param name="file">The file.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="name">Its name, cleaned.</param>
    /// <param name="type">What it is.</param>
    /// <param name="most">The most bytes that the account may keep, each file counted once.</param>
    /// <param name="keep">Keeps the bytes, before the note holds: a note without its file would be worse than a file without its note.</param>
    /// <param name="cancellationToken">Withdraws it.</param>
    public async Task<UploadNoted> Note(
        AccountId account, Sha256 file, long bytes, string name, FileType type, long most, Action keep, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var wait = new NpgsqlCommand("select pg_advisory_xact_lock($1, hashtext($2))", connection, transaction)
            { Parameters = { new() { Value = QuotaLocks }, new() { Value = account.ToString() } } })
        {
            await wait.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var others = new NpgsqlCommand(
            "select coalesce(sum(bytes), 0)::bigint from evidence.upload where account = $1 and sha256 <> $2", connection, transaction)
            { Parameters = { new() { Value = account.ToString() }, new() { Value = file.ToString() } } })
        {
            if ((long)(await others.ExecuteScalarAsync(cancellationToken))! > most - bytes)
            {
                return UploadNoted.OverQuota;
            }
        }

        await using var note = new NpgsqlCommand(
            """
            insert into evidence.upload (account, sha256, name, media_type, bytes) values ($1, $2, $3, $4, $5)
            on conflict (account, sha256) do update set name = excluded.name, times = upload.times + 1, last_at = now()
            returning times
            """,
            connection,
            transaction)
        {
            Parameters =
            {
                new() { Value = account.ToString() },
                new() { Value = file.ToString() },
                new() { Value = name },
                new() { Value = type.MediaType() },
                new() { Value = bytes },
            },
        };
        var times = (int)(await note.ExecuteScalarAsync(cancellationToken))!;
        keep();
        await transaction.CommitAsync(cancellationToken);
        return times == 1 ? UploadNoted.New : UploadNoted.Again;
    }

    /// <summary>What the caller may call a file: the name that they sent it under, else (for staff) anybody's; null where they may not have it.</summary>
    /// <remarks>Two questions always, whoever asks and whatever is there: how long the answer takes tells nothing.</remarks>
    public async Task<string?> NameFor(Sha256 file, Caller caller, CancellationToken cancellationToken)
    {
        var uses = await Uses(file, caller, cancellationToken);
        await using var command = database.CreateCommand(
            """
            select name
              from (select name, account, first_at from evidence.upload where sha256 = $1
                    union all
                    select name, actor, started_at from read.import where file = $1) sent
             where account = $2 or $3
             order by account <> $2, first_at limit 1
            """);
        command.Parameters.Add(new() { Value = file.ToString() });
        command.Parameters.Add(new() { Value = caller.Account.ToString() });
        command.Parameters.Add(new() { Value = !caller.SeesSomeOnly });
        var sent = (string?)await command.ExecuteScalarAsync(cancellationToken);
        return sent ?? (uses.Count > 0 ? uses[0].Name ?? "" : null);
    }

    /// <summary>Where a file was attached, in the cases that the caller may see, in the order recorded; at most a hundred.</summary>
    public async Task<IReadOnlyList<EvidenceUse>> Uses(Sha256 file, Caller caller, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            select e.isrc, e.event_id, e.what,
                   (select count(*)::integer from read.evidence n where n.isrc = e.isrc and n.what = e.what and n.position <= e.position),
                   e.sent_at, e.sent_on, e.approximate, e.via, e.name
              from read.evidence e join read.case_summary c using (isrc)
             where e.sha256 = $1
               -- A digest alone gives nobody the bytes: an artist's own attachment counts where they have sent them.
               and (not $2 or (c.artist_account = $3 and (e.actor not like 'artist:%'
                 or exists (select from evidence.upload u where u.sha256 = e.sha256 and u.account = e.actor))))
               and ($4::text[] is null or e.isrc = any ($4))
             order by e.position limit {MostUses}
            """);
        command.Parameters.Add(new() { Value = file.ToString() });
        command.Parameters.Add(new() { Value = caller.IsArtist });
        command.Parameters.Add(new() { Value = (object?)caller.ArtistAccount?.ToString() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new()
        {
            Value = (object?)caller.OnlyRecordings?.Select(isrc => isrc.ToString()).ToArray() ?? DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var uses = new List<EvidenceUse>();
        while (await rows.ReadAsync(cancellationToken))
        {
            uses.Add(new(
                Isrc.Parse(rows.GetString(0)), rows.GetGuid(1), rows.GetWord<EvidenceKind>(2), rows.GetInt32(3), rows.GetObserved(4),
                rows.GetWord<Channel>(7), rows.GetTextOrNull(8)));
        }

        return uses;
    }
}
