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

/// <summary>Four numbers from which a command is made. Many commands will be refused; what is left is a history that the rules allow.</summary>
public sealed record Move(int Kind, int Case, int One, int Other)
{
    private const int Kinds = 22;
    private const int Cases = 3;

    private static readonly AccountId Agent = AccountId.Parse("agent:support-1");
    private static readonly Caller Caller = new(Agent, Role.Manager, null);

    public static readonly IReadOnlyList<Isrc> Isrcs = [.. Enumerable.Range(1, Cases).Select(i => Isrc.Parse($"AADEM240010{i}"))];
    public static readonly IReadOnlyList<Slug> Incidents = [Slug.Parse("trends-one"), Slug.Parse("trends-two")];

    /// <summary>Any history of a length.</summary>
    public static Gen<List<Move>> Histories(int length) =>
        (from kind in Gen.Choose(0, Kinds - 1)
         from @case in Gen.Choose(0, Cases - 1)
         from one in Gen.Choose(0, 1_000)
         from other in Gen.Choose(0, 1_000)
         select new Move(kind, @case, one, other)).ListOf(length).Select(moves => moves.ToList());

    /// <summary>Carries it out.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="incidents">The incidents.</param>
    /// <param name="earlier">The events recorded before, to refer to; a new one is added.</param>
    internal async Task Make(CaseStore cases, IncidentStore incidents, List<Guid> earlier)
    {
        var id = Guid.CreateVersion7();
        var outcome = await Perform(id, cases, incidents, earlier);
        if (outcome is Outcome.Recorded)
        {
            earlier.Add(id);
        }
        else
        {
            Assert.IsType<Outcome.Refused>(outcome);
        }
    }

    private Task<Outcome> Perform(Guid id, CaseStore cases, IncidentStore incidents, List<Guid> earlier)
    {
        var reporter = new Reporter(Caller);
        var isrc = Isrcs[Case];
        var before = earlier.Count == 0 ? Guid.CreateVersion7() : earlier[One % earlier.Count];
        return Kind switch
        {
            0 => cases.Open(
                reporter,
                new(id, Agent, isrc, $"Song {Case}", "artist", Pick<Channel>(One), One % 3 == 0 ? null : AccountId.Parse($"artist:{Other % 2}"), One % 2 == 0 ? Day() : null, Other % 3 == 0 ? null : When()),
                CancellationToken.None),
            1 => On(new ReportScreenshot(id, Agent, Store(), When(), [new(Day(), new(Other), Pick<Measure>(One))]), ReportingScreenshot.Decide),
            2 => On(
                new TakeTrendsSnapshot(id, Agent, Store(), When(), [new(Day(), Other % 4 == 0 ? null : new StreamCount(Other), Other % 3 == 0 ? new(One) : null), new(Day().PlusDays(1), new StreamCount(One))]),
                TakingTrendsSnapshot.Decide),
            3 => On(new ReceiveStoreReply(id, Agent, Store(), When(), Other % 2 == 0 ? [new(Day(), new(Other))] : null, "Yes."), ReceivingStoreReply.Decide),
            4 => On(new WithdrawReading(id, Agent, before, "misread", Other % 2 == 0 ? Day() : null), WithdrawingReading.Decide),
            5 => On(
                new MakeStatement(
                    id, Agent, Pick<Party>(One), When(), $"Words {Other}", Pick<StatementKind>(Other), Pick<Visibility>(One), null,
                    Other % 2 == 0 ? Slug.Parse("filter-known") : null, Other % 2 == 0 ? Pick<Stance>(One) : null, Other % 3 == 0 ? before : null),
                MakingStatement.Decide),
            6 => On(new WithdrawStatement(id, Agent, before, "taken back"), WithdrawingStatement.Decide),
            7 => On(new RequestInformation(id, Agent, Pick<Party>(One), Pick<Party>(Other), "Three days", When(), Day(), null), RequestingInformation.Decide),
            8 => On(new ProvideInformation(id, Agent, before, Other % 2 == 0 ? [before] : null, "Here."), ProvidingInformation.Decide),
            9 => On(new MakePromise(id, Agent, Pick<Party>(One), "An answer", When(), null, Other % 2 == 0 ? Day() : null), MakingPromise.Decide),
            10 => On(new SettlePromise(id, Agent, before, Pick<PromiseOutcome>(Other)), SettlingPromise.Decide),
            11 => On(new AssignCase(id, Agent, Other % 3 == 0 ? null : AccountId.Parse($"agent:{Other % 3}")), AssigningCase.Decide),
            12 => On(new SendChallenge(id, Agent, Store(), When(), [Day()]), SendingChallenge.Decide),
            13 => On(new ResolveCase(id, Agent, Slug.Parse("explained")), ResolvingCase.Decide),
            14 => On(new ReopenCase(id, Agent, "again"), ReopeningCase.Decide),
            15 => On(new LinkCases(id, Agent, Isrcs[Other % Cases], "same days"), LinkingCases.Decide),
            16 => On(new AddFollower(id, Agent, AccountId.Parse($"artist:{Other % 3}")), AddingFollower.Decide),
            17 => On(new AttachEvidence(id, Agent, Pick<EvidenceKind>(One), When(), Pick<Channel>(Other)), AttachingEvidence.Decide),
            18 => On(
                new ReportRoyaltyLines(id, Agent, new(Month.Parse("2024-04"), "April"), [new(Store(), Month.Parse("2024-03"), One, Amount.Parse("0.01"), Currency.Parse("EUR"))]),
                ReportingRoyaltyLines.Decide),
            19 => OnIncident(new DeclareIncident(id, Agent, Incident(), Store(), Day(), Day().PlusDays(Other % 3), Source.Trends, When(), "Wrong."), DeclaringIncident.Decide),
            20 => OnIncident(new RescopeIncident(id, Agent, Day(), Day().PlusDays(Other % 5), $"Wrong on other days {Other % 4}."), RescopingIncident.Decide),
            _ => OnIncident(new FixIncident(id, Agent, When(), Other % 2 == 0 ? "Right again." : null), FixingIncident.Decide),
        };

        Task<Outcome> On<TCommand>(TCommand command, Func<CaseState, TCommand, Instant, Decision> decide)
            where TCommand : Command => cases.Handle(isrc, reporter, command, decide, CancellationToken.None);

        Task<Outcome> OnIncident<TCommand>(TCommand command, Func<IncidentState, TCommand, Instant, Decision> decide)
            where TCommand : Command => incidents.Handle(Incident(), reporter, command, decide, CancellationToken.None);
    }

    private Slug Incident() => Incidents[One % Incidents.Count];

    private Store Store() => Other % 3 == 0 ? Domain.Store.Deezer : Domain.Store.Spotify;

    private Day Day() => new Day(2024, 4, 1).PlusDays(One % 4);

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
