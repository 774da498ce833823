using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.ReadSide;
using NodaTime;
using Npgsql;

namespace CaseLedger.Web.Cases;

/// <summary>A piece of evidence that was sent.</summary>
internal sealed record EvidenceSent(
    Guid Id, EvidenceKind What, Observed Sent, Channel Via, Sha256? Sha256, string? Name, string? Note, Instant RecordedAt);

/// <summary>Another case that belongs to a case, whichever of the two says so.</summary>
internal sealed record CaseLink(Isrc Isrc, string Reason);

/// <summary>Somebody who wants to hear how a case ends.</summary>
internal sealed record CaseFollower(AccountId Account, string? Note);

/// <summary>Reads the cases' tables.</summary>
internal sealed class CaseTable(NpgsqlDataSource database)
{
    /// <summary>A case; null where there is none, or none that the caller may see.</summary>
    public async Task<CaseSummary?> Find(Isrc isrc, Caller caller, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select {CaseSummary.Columns} from read.case_summary c where isrc = $1");
        command.Parameters.Add(new() { Value = isrc.ToString() });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) && CaseSummary.Read(rows) is var found && caller.MaySee(isrc, found.ArtistAccount) ? found : null;
    }

    /// <summary>Whose a case is, as of which version of it; of nobody as of 0 where there is none.</summary>
    public async Task<(int Version, AccountId? Holder)> Holder(Isrc isrc, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select version, artist_account from read.case_summary where isrc = $1");
        command.Parameters.Add(new() { Value = isrc.ToString() });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? (rows.GetInt32(0), rows.GetAccountOrNull(1)) : (0, null);
    }

    /// <summary>What was sent on a case, in the order recorded.</summary>
    public Task<List<EvidenceSent>> Evidence(Isrc isrc, CancellationToken cancellationToken) => List(
        """
        select event_id, what, sent_at, sent_on, approximate, via, sha256, name, note, recorded_at
          from read.evidence where isrc = $1 order by position
        """,
        isrc,
        row => new EvidenceSent(
            row.GetGuid(0), row.GetWord<EvidenceKind>(1), row.GetObserved(2), row.GetWord<Channel>(5),
            row.GetTextOrNull(6) is { } digest ? Sha256.Parse(digest) : null, row.GetTextOrNull(7), row.GetTextOrNull(8), row.GetInstant(9)),
        cancellationToken);

    /// <summary>The cases that belong to a case.</summary>
    public Task<List<CaseLink>> Links(Isrc isrc, CancellationToken cancellationToken) => List(
        """
        select other, reason from (
          select distinct on (other) other, reason, position from (
            select other, reason, position from read.case_link where isrc = $1
            union all
            select isrc, reason, position from read.case_link where other = $1) l
          order by other, position) l
        order by position
        """,
        isrc,
        row => new CaseLink(Isrc.Parse(row.GetString(0)), row.GetString(1)),
        cancellationToken);

    /// <summary>Who follows a case.</summary>
    public Task<List<CaseFollower>> Followers(Isrc isrc, CancellationToken cancellationToken) => List(
        "select account, note from read.case_follower where isrc = $1 order by position",
        isrc,
        row => new CaseFollower(AccountId.Parse(row.GetString(0)), row.GetTextOrNull(1)),
        cancellationToken);

    /// <summary>Which of these recordings' cases somebody may see who does not see every case.</summary>
    public async Task<HashSet<Isrc>> Seen(IReadOnlyCollection<Isrc> isrcs, Caller caller, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select isrc, artist_account from read.case_summary where isrc = any ($1)");
        command.Parameters.Add(new() { Value = isrcs.Select(isrc => isrc.ToString()).ToArray() });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var seen = new HashSet<Isrc>();
        while (await rows.ReadAsync(cancellationToken))
        {
            var isrc = Isrc.Parse(rows.GetString(0));
            if (caller.MaySee(isrc, rows.GetTextOrNull(1) is { } account ? AccountId.Parse(account) : null))
            {
                seen.Add(isrc);
            }
        }

        return seen;
    }

    private async Task<List<T>> List<T>(string sql, Isrc isrc, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = isrc.ToString() });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var list = new List<T>();
        while (await rows.ReadAsync(cancellationToken))
        {
            list.Add(read(rows));
        }

        return list;
    }
}
