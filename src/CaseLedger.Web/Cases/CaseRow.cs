using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Duties;
using CaseLedger.Web.ReadSide;
using NodaTime;
using Npgsql;

namespace CaseLedger.Web.Cases;

/// <summary>A request that nobody has answered yet.</summary>
internal readonly record struct OpenRequest(Guid Id, long Position, Party Of, Instant Since);

/// <summary>A challenge that its store has not answered yet.</summary>
internal readonly record struct OpenChallenge(long Position, Store Store, Instant Since);

/// <summary>A case as its events left it, as one row: what lists and summaries show.</summary>
/// <remarks>
/// The domain's own fold (<see cref="CaseState"/>) needs all events of a case at hand; this one goes on from what the
/// row holds. A test holds the two against each other.
/// </remarks>
internal sealed class CaseRow
{
    /// <summary>The columns in the order of <see cref="Read"/> and <see cref="Values"/>.</summary>
    public const string Columns =
        """
        isrc, position, version, first_position, first_recorded_at, last_recorded_at, status, title, artist,
        artist_account, channel, release_date, note, began_at, began_on, began_approximate, began_by, opened_position, opened_at,
        opened_by, assignee, resolution, resolved_at, turn_since,
        waiting_on, waiting_store, waiting_since
        """;

    private readonly List<OpenRequest> _openRequests = [];
    private readonly List<OpenChallenge> _openChallenges = [];
    private Instant? _turnSince;

    private CaseRow(string isrc) => Isrc = isrc;

    public string Isrc { get; }

    public long Position { get; private set; }

    public int Version { get; private set; }

    public long FirstPosition { get; private set; }

    public Instant FirstRecordedAt { get; private set; }

    public Instant LastRecordedAt { get; private set; }

    public CaseStatus Status { get; private set; } = CaseStatus.Watched;

    public string? Title { get; private set; }

    public string? Artist { get; private set; }

    public AccountId? ArtistAccount { get; private set; }

    public Channel? Channel { get; private set; }

    public Day? ReleaseDate { get; private set; }

    public string? Note { get; private set; }

    public Observed? Began { get; private set; }

    /// <summary>The latest moment at which the matter can have begun: from here its age is counted.</summary>
    public Instant? BeganBy { get; private set; }

    public long? OpenedPosition { get; private set; }

    public Instant? OpenedAt { get; private set; }

    public AccountId? OpenedBy { get; private set; }

    public AccountId? Assignee { get; private set; }

    public Slug? Resolution { get; private set; }

    public Instant? ResolvedAt { get; private set; }

    /// <summary>The requests that are open, in the order asked.</summary>
    public IReadOnlyList<OpenRequest> OpenRequests => _openRequests;

    /// <summary>The challenges that are open, in the order recorded.</summary>
    public IReadOnlyList<OpenChallenge> OpenChallenges => _openChallenges;

    /// <summary>Whose move it is while the case is open; the rule is <see cref="CaseState.WaitingOn"/>'s.</summary>
    public WaitingOn? WaitingOn =>
        Status != CaseStatus.Open ? null
        : _openRequests is [.., var request] ? new(request.Of, request.Since)
        : _openChallenges is [.., var challenge] ? new(Party.Store, challenge.Since, challenge.Store)
        : new(Party.Distributor, _turnSince!.Value);

    /// <summary>A case of which no event was applied yet.</summary>
    public static CaseRow Empty(string isrc) => new(isrc);

    /// <summary>Reads a row of <see cref="Columns"/>; what is open is added by <see cref="AddOpenRequest"/> and <see cref="AddOpenChallenge"/>.</summary>
    public static CaseRow Read(NpgsqlDataReader row)
    {
        var isOpened = !row.IsDBNull(17);
        return new(row.GetString(0))
        {
            Position = row.GetInt64(1),
            Version = row.GetInt32(2),
            FirstPosition = row.GetInt64(3),
            FirstRecordedAt = row.GetInstant(4),
            LastRecordedAt = row.GetInstant(5),
            Status = row.GetWord<CaseStatus>(6),
            Title = row.GetTextOrNull(7),
            Artist = row.GetTextOrNull(8),
            ArtistAccount = row.GetAccountOrNull(9),
            Channel = row.GetWordOrNull<Channel>(10),
            ReleaseDate = row.GetDayOrNull(11),
            Note = row.GetTextOrNull(12),
            Began = row.IsDBNull(15) ? null : row.GetObserved(13),
            BeganBy = row.GetInstantOrNull(16),
            OpenedPosition = isOpened ? row.GetInt64(17) : null,
            OpenedAt = row.GetInstantOrNull(18),
            OpenedBy = row.GetAccountOrNull(19),
            Assignee = row.GetAccountOrNull(20),
            Resolution = row.GetTextOrNull(21) is { } resolution ? Slug.Parse(resolution) : null,
            ResolvedAt = row.GetInstantOrNull(22),
            _turnSince = row.GetInstantOrNull(23),
        };
    }

    /// <summary>Adds a request that the table holds as open.</summary>
    public void AddOpenRequest(OpenRequest request) => _openRequests.Add(request);

    /// <summary>Adds a challenge that the table holds as open.</summary>
    public void AddOpenChallenge(OpenChallenge challenge) => _openChallenges.Add(challenge);

    /// <summary>The row's values in the order of <see cref="Columns"/>.</summary>
    public object?[] Values()
    {
        var waiting = WaitingOn;
        return
        [
            Isrc, Position, Version, FirstPosition, FirstRecordedAt.Column(), LastRecordedAt.Column(), Words.Of(Status), Title, Artist,
            ArtistAccount?.ToString(), Channel is { } channel ? Words.Of(channel) : null, ReleaseDate.Column(), Note,
            Began?.AtColumn(), Began?.OnColumn(), Began?.Approximate, BeganBy.Column(), OpenedPosition, OpenedAt.Column(),
            OpenedBy?.ToString(), Assignee?.ToString(), Resolution?.ToString(), ResolvedAt.Column(),
            _turnSince.Column(),
            waiting is null ? null : Words.Of(waiting.Party), waiting?.Store?.ToString(), (waiting?.Since).Column(),
        ];
    }

    /// <summary>Applies the case's next event.</summary>
    public void Apply(Recorded<CaseEvent> recorded)
    {
        if (Version == 0)
        {
            (FirstPosition, FirstRecordedAt) = (recorded.Position, recorded.RecordedAt);
        }

        (Position, Version, LastRecordedAt) = (recorded.Position, (int)recorded.Version, recorded.RecordedAt);
        switch (recorded.Event)
        {
            case CaseOpened opened:
                (Title, Artist, ArtistAccount) = (opened.Title, opened.Artist, opened.ArtistAccount);
                (Channel, ReleaseDate, Note, Began) = (opened.Channel, opened.ReleaseDate, opened.Note, opened.OpenedAt);
                (OpenedPosition, OpenedAt, OpenedBy) = (recorded.Position, recorded.RecordedAt, recorded.Actor);
                Status = CaseStatus.Open;
                _turnSince = BeganBy = opened.OpenedAt?.LatestPossible(recorded.RecordedAt) ?? recorded.RecordedAt;
                break;
            case StoreReplyReceived reply when _openChallenges.RemoveAll(challenge => challenge.Store == reply.Store) > 0:
                _turnSince = reply.Observed.LatestPossible(recorded.RecordedAt);
                break;
            case InformationRequested asked:
                _openRequests.Add(new(recorded.Id, recorded.Position, asked.Of, asked.Asked.LatestPossible(recorded.RecordedAt)));
                break;
            case InformationProvided answer:
                _openRequests.RemoveAll(request => request.Id == answer.RequestId);
                _turnSince = recorded.RecordedAt;
                break;
            case CaseAssigned assigned:
                Assignee = assigned.Assignee;
                break;
            case ChallengeSent challenge:
                _openChallenges.Add(new(recorded.Position, challenge.Store, challenge.Sent.LatestPossible(recorded.RecordedAt)));
                break;
            case CaseResolved resolved:
                (Status, Resolution, ResolvedAt) = (CaseStatus.Resolved, resolved.Resolution, recorded.RecordedAt);
                break;
            case CaseReopened:
                (Status, Resolution, ResolvedAt) = (CaseStatus.Open, null, null);
                _turnSince = recorded.RecordedAt;
                break;
        }
    }
}
