using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Duties;
using CaseLedger.Domain.Incidents;
using CaseLedger.Domain.Statements;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Incidents;
using CaseLedger.Web.Writing;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Outcome = CaseLedger.Web.Writing.Outcome;

namespace CaseLedger.Web.Tests.ReadSide;

/// <summary>What can happen to a case or an incident.</summary>
public enum MoveKind
{
    Open,
    Screenshot,
    TrendsSnapshot,
    StoreReply,
    WithdrawReading,
    Statement,
    NewerWording,
    WithdrawStatement,
    Request,
    Answer,
    Promise,
    Settlement,
    Assignment,
    Challenge,
    Resolution,
    Reopening,
    Link,
    Follower,
    Evidence,
    RoyaltyLines,
    StoreFeed,
    Incident,
    Rescope,
    Fix,
}

/// <summary>
/// A kind and three numbers from which a command is made. What it refers to is drawn from what happened before to the
/// same case, so that most are recorded; the rest is refused, and what is left is a history that the rules allow.
/// </summary>
public sealed record Move(MoveKind Kind, int Case, int One, int Other)
{
    private const int Cases = 3;

    private static readonly AccountId Agent = AccountId.Parse("agent:support-1");
    private static readonly Caller Caller = new(Agent, Role.Manager, null);

    public static readonly IReadOnlyList<Isrc> Isrcs = [.. Enumerable.Range(1, Cases).Select(i => Isrc.Parse($"AADEM240010{i}"))];
    public static readonly IReadOnlyList<Slug> Incidents = [.. Enumerable.Range(1, 4).Select(i => Slug.Parse($"trends-{i}"))];

    private static readonly Gen<MoveKind> AnyKind = Gen.Frequency(
        Enum.GetValues<MoveKind>().Select(kind => (WeightOf(kind), Gen.Constant(kind))));

    private static readonly Gen<int> Number = Gen.Choose(0, 10_000);

    /// <summary>Any history that begins with an incident and, but for one case that is watched at first, with opened cases and what was seen of both stores.</summary>
    public static Gen<List<Move>> Histories(int length) =>
        from incident in Of(MoveKind.Incident, Cases - 1)
        from openings in Gen.CollectToList(Enumerable.Range(0, Cases - 1).Select(@case => Of(MoveKind.Open, @case)))
        let shots = Enumerable.Range(0, Cases - 1).SelectMany(@case => ShotsOfBothStores(@case))
        from rest in AnyKind.SelectMany(kind => Gen.Choose(0, Cases - 1).SelectMany(@case => Of(kind, @case))).ListOf(length)
        select (List<Move>)[incident, .. openings, .. shots, .. rest];

    /// <summary>Carries it out.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="incidents">The incidents.</param>
    /// <param name="earlier">What was recorded before; this one is added if it is.</param>
    internal async Task Make(CaseStore cases, IncidentStore incidents, List<(Guid Id, Move Move)> earlier)
    {
        var id = Guid.CreateVersion7();
        var outcome = await Perform(id, cases, incidents, [.. earlier.Where(made => made.Move.Case == Case)]);
        if (outcome is Outcome.Recorded)
        {
            earlier.Add((id, this));
        }
        else
        {
            Assert.IsType<Outcome.Refused>(outcome);
        }
    }

    // A challenge rests on what was seen: without these, few would be recorded.
    private static Move[] ShotsOfBothStores(int @case) => [new(MoveKind.Screenshot, @case, 1, 0), new(MoveKind.Screenshot, @case, 1, 3)];

    // Most is refused while a case is resolved, and what refers to something often finds it done already.
    private static int WeightOf(MoveKind kind) => kind switch
    {
        MoveKind.Challenge => 10,
        MoveKind.Reopening or MoveKind.Answer or MoveKind.Settlement => 6,
        MoveKind.Screenshot or MoveKind.Assignment => 5,
        MoveKind.Request or MoveKind.Promise or MoveKind.StoreReply => 4,
        MoveKind.WithdrawReading or MoveKind.WithdrawStatement or MoveKind.NewerWording or MoveKind.Incident or MoveKind.Fix => 4,
        _ => 2,
    };

    private static Gen<Move> Of(MoveKind kind, int @case) =>
        from one in Number
        from other in Number
        select new Move(kind, @case, one, other);

    private Task<Outcome> Perform(Guid id, CaseStore cases, IncidentStore incidents, List<(Guid Id, Move Move)> earlier)
    {
        var reporter = new Reporter(Caller);
        var isrc = Isrcs[Case];
        return Kind switch
        {
            MoveKind.Open => cases.Open(
                reporter,
                new(
                    id, Agent, isrc, $"Song {One}", $"artist {Other}", Pick<Channel>(One), Sometimes(AccountId.Parse($"artist:{Other % 2}")), SometimesDay(),
                    One % 4 == 0 ? null : When(), Note()),
                CancellationToken.None),
            MoveKind.Screenshot => On(
                new ReportScreenshot(id, Agent, Store(), When(), [new(Day(), new(Other), One % 5 == 0 ? Pick<Measure>(Other) : Measure.Streams)], null, Note()),
                ReportingScreenshot.Decide),
            MoveKind.TrendsSnapshot => On(
                new TakeTrendsSnapshot(
                    id, Agent, Store(), When(),
                    [
                        new(Day(), Other % 4 == 0 ? null : new StreamCount(Other), One % 2 == 0 ? new(One) : null, Other % 5 == 0 ? new(One) : null),
                        new(Day().PlusDays(1), new StreamCount(One), null, null, One % 2 == 0 ? new(Other) : null),
                    ]),
                TakingTrendsSnapshot.Decide),
            MoveKind.StoreFeed => On(
                new ReceiveStoreFeed(id, Agent, Store(), When(), [new(Day(), new(Other)), new(Day().PlusDays(1), new(One))], One % 2 == 0 ? new(CaseLedger.Domain.Sha256.Parse(new string('f', 64)), One) : null),
                ReceivingStoreFeed.Decide),
            MoveKind.StoreReply => On(
                new ReceiveStoreReply(id, Agent, Store(), When(), Other % 2 == 0 ? [new(Day(), new(Other))] : null, "Yes.", null, Note()),
                ReceivingStoreReply.Decide),
            MoveKind.WithdrawReading => WithdrawReading(),
            MoveKind.Statement => Say(null),
            MoveKind.NewerWording => Say(Earlier(MoveKind.Statement, MoveKind.NewerWording).Id),
            MoveKind.WithdrawStatement => On(
                new WithdrawStatement(id, Agent, Earlier(MoveKind.Statement, MoveKind.NewerWording).Id, $"Taken back {Other}"), WithdrawingStatement.Decide),
            MoveKind.Request => On(
                new RequestInformation(id, Agent, Pick<Party>(One), Pick<Party>(Other), $"Days {Other}", When(), SometimesDay(), Sometimes(Slug.Parse("three-days"))),
                RequestingInformation.Decide),
            MoveKind.Answer => On(
                new ProvideInformation(id, Agent, Earlier(MoveKind.Request).Id, Other % 2 == 0 ? [.. earlier.Take(2).Select(made => made.Id)] : null, $"Here {Other}."),
                ProvidingInformation.Decide),
            MoveKind.Promise => On(new MakePromise(id, Agent, Pick<Party>(One), $"An answer {Other}", When(), Sometimes("support 2"), SometimesDay()), MakingPromise.Decide),
            MoveKind.Settlement => On(new SettlePromise(id, Agent, Earlier(MoveKind.Promise).Id, Pick<PromiseOutcome>(Other), Note()), SettlingPromise.Decide),
            MoveKind.Assignment => On(new AssignCase(id, Agent, Other % 3 == 0 ? null : AccountId.Parse($"agent:{Other % 3}")), AssigningCase.Decide),
            MoveKind.Challenge => Challenge(),
            MoveKind.Resolution => On(new ResolveCase(id, Agent, Slug.Parse($"explained-{Other % 3}"), Note()), ResolvingCase.Decide),
            MoveKind.Reopening => On(new ReopenCase(id, Agent, "again"), ReopeningCase.Decide),
            MoveKind.Link => On(new LinkCases(id, Agent, Isrcs[Other % Cases], $"same days {Other}"), LinkingCases.Decide),
            MoveKind.Follower => On(new AddFollower(id, Agent, AccountId.Parse($"artist:{Other % 9}"), Note()), AddingFollower.Decide),
            MoveKind.Evidence => On(
                new AttachEvidence(
                    id, Agent, Pick<EvidenceKind>(One), When(), Pick<Channel>(Other), Sometimes(Sha256.Parse($"{Other:x64}")), Sometimes($"{Other}.png"), Note()),
                AttachingEvidence.Decide),
            MoveKind.RoyaltyLines => On(
                new ReportRoyaltyLines(
                    id, Agent, new(Month.Parse("2024-04"), "April"), [new(Store(), Month.Parse("2024-03"), One, Amount.Parse("0.01"), Currency.Parse("EUR"))]),
                ReportingRoyaltyLines.Decide),
            MoveKind.Incident => OnIncident(
                new DeclareIncident(id, Agent, Incident(), Store(), Day(), Day().PlusDays(Other % 3), Pick<Source>(Other), When(), $"Wrong {Other}."),
                DeclaringIncident.Decide),
            MoveKind.Rescope => OnIncident(new RescopeIncident(id, Agent, Day(), Day().PlusDays(Other % 5), $"Other days {Other}."), RescopingIncident.Decide),
            MoveKind.Fix => OnIncident(new FixIncident(id, Agent, When(), Sometimes($"Right again {Other}.")), FixingIncident.Decide),
            _ => throw new InvalidOperationException($"Nobody said how {Kind} is carried out."),
        };

        // Where nothing of these kinds happened yet: something that nobody ever recorded.
        (Guid Id, Move Move) Earlier(params ReadOnlySpan<MoveKind> kinds)
        {
            var wanted = kinds.ToArray();
            var found = earlier.Where(made => wanted.Contains(made.Move.Kind)).ToArray();
            return found.Length == 0 ? (Guid.CreateVersion7(), this) : found[One % found.Length];
        }

        Task<Outcome> Say(Guid? supersedes) => On(
            new MakeStatement(
                id, Agent, Pick<Party>(One), When(), $"Words {Other}", Pick<StatementKind>(Other), Pick<Visibility>(One), Sometimes("support 1"),
                Other % 2 == 0 ? Slug.Parse("filter-known") : null, Other % 2 == 0 ? Pick<Stance>(One) : null, supersedes),
            MakingStatement.Decide);

        Task<Outcome> WithdrawReading()
        {
            var (reported, move) = Earlier(MoveKind.Screenshot, MoveKind.TrendsSnapshot, MoveKind.StoreReply);
            return On(new WithdrawReading(id, Agent, reported, $"Misread {Other}", Other % 2 == 0 ? move.Day() : null), WithdrawingReading.Decide);
        }

        Task<Outcome> Challenge()
        {
            var shot = Earlier(MoveKind.Screenshot).Move;
            return On(new SendChallenge(id, Agent, shot.Store(), When(), [shot.Day()], Sometimes($"T-{Other}"), Note()), SendingChallenge.Decide);
        }

        Task<Outcome> On<TCommand>(TCommand command, Func<CaseState, TCommand, Instant, Decision> decide)
            where TCommand : Command => cases.Handle(isrc, reporter, command, decide, CancellationToken.None);

        Task<Outcome> OnIncident<TCommand>(TCommand command, Func<IncidentState, TCommand, Instant, Decision> decide)
            where TCommand : Command => incidents.Handle(Incident(), reporter, command, decide, CancellationToken.None);
    }

    private Slug Incident() => Incidents[One / 7 % Incidents.Count];

    private Store Store() => Other / 3 % 2 == 0 ? Domain.Store.Deezer : Domain.Store.Spotify;

    private Day Day() => new Day(2024, 4, 1).PlusDays(One % 4);

    private Day? SometimesDay() => Other % 2 == 0 ? Day() : null;

    private string? Note() => Sometimes($"note {One}");

    private T? Sometimes<T>(T value)
        where T : class => One % 2 == 0 ? value : null;

    private Observed When()
    {
        Observed observed = (One % 3) switch
        {
            0 => new Observed.At(Instant.FromUtc(2024, 4, 10, 12, 0).Plus(Duration.FromTicks(Other * 10))),
            1 => new Observed.On(new Day(2024, 4, 10).PlusDays(Other % 10)),
            _ => new Observed.Unknown(),
        };
        return observed with { Approximate = Other % 2 == 0 };
    }

    private static TEnum Pick<TEnum>(int number)
        where TEnum : struct, Enum => Enum.GetValues<TEnum>()[number % Enum.GetValues<TEnum>().Length];
}
