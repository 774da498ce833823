using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Ledger;
using CaseLedger.Ledger.Projections;
using CaseLedger.Web.ReadSide;

namespace CaseLedger.Web.Cases;

/// <summary>One row a case: how it stands, whose it is, whom it waits for; beside it what was sent, linked and followed.</summary>
internal sealed class CasesProjection : Projection
{
    /// <summary>The name under which its checkpoint stands.</summary>
    public const string TheName = "cases";

    /// <inheritdoc/>
    public override string Name => TheName;

    /// <inheritdoc/>
    public override int Version => 5;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tables { get; } =
        ["case_summary", "case_search", "case_open_request", "case_open_challenge", "evidence", "case_link", "case_follower"];

    /// <inheritdoc/>
    public override string CreateTables =>
        """
        create table case_summary (
          isrc              text        not null primary key,
          position          bigint      not null,  -- of its newest event: the row is as of it
          version           integer     not null,  -- of its newest event
          first_position    bigint      not null,  -- of its first event: never changes
          first_recorded_at timestamptz not null,
          last_recorded_at  timestamptz not null,
          status            text        not null,  -- watched, open or resolved
          -- From here to opened_by: as it was opened; all null while it is only watched.
          title             text,
          artist            text,
          artist_account    text,                  -- who may see it as its artist
          channel           text,
          release_date      date,
          note              text,
          began_at          timestamptz,           -- when the matter began, as somebody claims: the instant …
          began_on          date,                  -- … or only the day
          began_approximate boolean,               -- null: the opening says nothing about it
          began_by          timestamptz,           -- the latest moment that can have been
          opened_position   bigint,
          opened_at         timestamptz,           -- when the opening was recorded
          opened_by         text,
          assignee          text,
          resolution        text,                  -- while resolved
          resolved_at       timestamptz,
          turn_since        timestamptz,           -- since when it would be the distributor's turn if nobody else's
          waiting_on        text,                  -- the party whose move it is, while open
          waiting_store     text,
          waiting_since     timestamptz
        );
        -- Beside the summary, which is written anew at every event: this only when a case is first seen and when it is opened.
        create table case_search (
          isrc   text   not null primary key,
          words  text   not null,  -- title, artist and ISRC in small letters, a line each
          pieces text[] not null   -- every one to three characters that follow each other in a word of these
        );
        create table case_open_request (
          position bigint      not null primary key,
          isrc     text        not null,
          event_id uuid        not null,
          of_party text        not null,
          since    timestamptz not null
        );
        create index case_open_request_by_isrc on case_open_request (isrc);
        create table case_open_challenge (
          position bigint      not null primary key,
          isrc     text        not null,
          store    text        not null,  -- that has not replied since
          since    timestamptz not null
        );
        create index case_open_challenge_by_isrc on case_open_challenge (isrc);
        create table evidence (
          position    bigint      not null,
          event_id    uuid        not null,
          isrc        text        not null,
          what        text        not null,
          sent_at     timestamptz,           -- when it was sent, as somebody claims: the instant …
          sent_on     date,                  -- … or only the day; neither: unknown
          approximate boolean     not null,
          via         text        not null,
          sha256      text,                  -- null: sent before this ledger, the bytes were not kept
          name        text,
          note        text,
          actor       text        not null,
          recorded_at timestamptz not null
        );
        create table case_link (
          position bigint not null,
          isrc     text   not null,  -- the case that holds the link
          other    text   not null,  -- the recording that it leads to
          reason   text   not null
        );
        create table case_follower (
          position bigint not null,
          isrc     text   not null,
          account  text   not null,
          note     text
        );
        """;

    /// <inheritdoc/>
    public override string CreateIndexes =>
        """
        create index case_summary_by_artist on case_summary (artist_account) where artist_account is not null;
        -- The inbox: open cases alone, those first that have waited longest.
        create index case_summary_inbox_assigned on case_summary (assignee, waiting_since, isrc) where status = 'open';
        create index case_summary_inbox_unassigned on case_summary (waiting_since, isrc) where status = 'open' and assignee is null;
        create index case_summary_inbox_us on case_summary (waiting_since, isrc) where status = 'open' and waiting_on = 'distributor';
        create index case_summary_inbox_them on case_summary (waiting_since, isrc) where status = 'open' and waiting_on <> 'distributor';
        -- The case list: one for each order, each status by itself; see CaseList.
        create index case_summary_list_began on case_summary (status, began_by, isrc collate "C");
        create index case_summary_list_title on case_summary (status, (left(lower(title), 100)) collate "C", isrc collate "C");
        create index case_summary_list_artist on case_summary (status, (left(lower(artist), 100)) collate "C", isrc collate "C");
        create index case_summary_list_isrc on case_summary (status, isrc collate "C");
        create index case_summary_list_moved on case_summary (status, position);
        create index case_summary_list_waiting on case_summary (status, waiting_since, isrc collate "C");
        create index case_summary_list_opened on case_summary (opened_position);
        create index case_summary_list_assignee on case_summary (assignee) where assignee is not null;
        create index case_summary_list_party on case_summary (waiting_on, waiting_since) where waiting_on is not null;
        -- Without a list of what is to be merged later, which every search would have to read: cases are opened seldom.
        create index case_search_by_piece on case_search using gin (pieces) with (fastupdate = off);
        alter table evidence add constraint evidence_pkey primary key (position);
        create index evidence_by_isrc on evidence (isrc, position);
        -- Who may have a file back, and where it was sent before.
        create index evidence_by_sha256 on evidence (sha256, position) where sha256 is not null;
        alter table case_link add constraint case_link_pkey primary key (position);
        create index case_link_by_isrc on case_link (isrc);
        create index case_link_by_other on case_link (other);
        alter table case_follower add constraint case_follower_pkey primary key (position);
        create index case_follower_by_isrc on case_follower (isrc);
        """;

    /// <inheritdoc/>
    public override async Task Apply(
        IReadOnlyList<RecordedEvent> batch, ProjectionWriter writer, CancellationToken cancellationToken)
    {
        var facts = batch.CaseFacts().ToArray();
        if (facts.Length == 0)
        {
            return;
        }

        await RewriteSummaries(facts, writer, cancellationToken);
        await AddBeside(facts, writer, cancellationToken);
    }

    // Each touched case is read once, folded over the batch in memory, and written once.
    private static async Task RewriteSummaries(CaseFact[] facts, ProjectionWriter writer, CancellationToken cancellationToken)
    {
        var isrcs = facts.Select(fact => fact.Isrc).Distinct().ToArray();
        var cases = await Load(isrcs, writer, cancellationToken);
        var named = new HashSet<string>();
        foreach (var (isrc, recorded) in facts)
        {
            if (!cases.TryGetValue(isrc, out var row))
            {
                cases.Add(isrc, row = CaseRow.Empty(isrc));
                named.Add(isrc);
            }

            row.Apply(recorded);
            if (recorded.Event is CaseOpened)
            {
                named.Add(isrc);
            }
        }

        await using (var delete = writer.Command(
            """
            with requests as (delete from case_open_request where isrc = any ($1)),
                 challenges as (delete from case_open_challenge where isrc = any ($1)),
                 words as (delete from case_search where isrc = any ($2))
            delete from case_summary where isrc = any ($1)
            """,
            isrcs, named.ToArray()))
        {
            await delete.ExecuteNonQueryAsync(cancellationToken);
        }

        var summaries = new Rows($"case_summary ({CaseRow.Columns})");
        var words = new Rows("case_search (isrc, words, pieces)");
        var requests = new Rows("case_open_request (position, isrc, event_id, of_party, since)");
        var challenges = new Rows("case_open_challenge (position, isrc, store, since)");
        foreach (var row in cases.Values)
        {
            summaries.Add(row.Values());
            if (named.Contains(row.Isrc))
            {
                var text = CaseWords.Text(Isrc.Parse(row.Isrc), row.Title, row.Artist);
                words.Add(row.Isrc, text, CaseWords.Pieces(text));
            }

            foreach (var request in row.OpenRequests)
            {
                requests.Add(request.Position, row.Isrc, request.Id, Words.Of(request.Of), request.Since.Column());
            }

            foreach (var challenge in row.OpenChallenges)
            {
                challenges.Add(challenge.Position, row.Isrc, challenge.Store.ToString(), challenge.Since.Column());
            }
        }

        await summaries.WriteTo(writer, cancellationToken);
        await words.WriteTo(writer, cancellationToken);
        await requests.WriteTo(writer, cancellationToken);
        await challenges.WriteTo(writer, cancellationToken);
    }

    private static async Task<Dictionary<string, CaseRow>> Load(string[] isrcs, ProjectionWriter writer, CancellationToken cancellationToken)
    {
        var cases = new Dictionary<string, CaseRow>(isrcs.Length);
        await using (var select = writer.Command($"select {CaseRow.Columns} from case_summary where isrc = any ($1)", [isrcs]))
        {
            await using var rows = await select.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                var row = CaseRow.Read(rows);
                cases.Add(row.Isrc, row);
            }
        }

        await using (var select = writer.Command(
            "select isrc, event_id, position, of_party, since from case_open_request where isrc = any ($1) order by position", [isrcs]))
        {
            await using var rows = await select.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                cases[rows.GetString(0)].AddOpenRequest(
                    new(rows.GetGuid(1), rows.GetInt64(2), rows.GetWord<Party>(3), rows.GetInstant(4)));
            }
        }

        await using (var select = writer.Command(
            "select isrc, position, store, since from case_open_challenge where isrc = any ($1) order by position", [isrcs]))
        {
            await using var rows = await select.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                cases[rows.GetString(0)].AddOpenChallenge(new(rows.GetInt64(1), Store.Parse(rows.GetString(2)), rows.GetInstant(3)));
            }
        }

        return cases;
    }

    private static async Task AddBeside(CaseFact[] facts, ProjectionWriter writer, CancellationToken cancellationToken)
    {
        var evidence = new Rows("evidence (position, event_id, isrc, what, sent_at, sent_on, approximate, via, sha256, name, note, actor, recorded_at)");
        var links = new Rows("case_link (position, isrc, other, reason)");
        var followers = new Rows("case_follower (position, isrc, account, note)");
        foreach (var (isrc, recorded) in facts)
        {
            switch (recorded.Event)
            {
                case EvidenceAttached sent:
                    evidence.Add(
                        recorded.Position, recorded.Id, isrc, Words.Of(sent.What), sent.Sent.AtColumn(), sent.Sent.OnColumn(), sent.Sent.Approximate,
                        Words.Of(sent.Via), sent.Sha256?.ToString(), sent.Name, sent.Note, recorded.Actor.ToString(), recorded.RecordedAt.Column());
                    break;
                case CasesLinked linked:
                    links.Add(recorded.Position, isrc, linked.Isrc.ToString(), linked.Reason);
                    break;
                case FollowerAdded follower:
                    followers.Add(recorded.Position, isrc, follower.Account.ToString(), follower.Note);
                    break;
            }
        }

        await evidence.WriteTo(writer, cancellationToken);
        await links.WriteTo(writer, cancellationToken);
        await followers.WriteTo(writer, cancellationToken);
    }
}
