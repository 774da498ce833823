using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Duties;
using CaseLedger.Domain.Statements;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static CaseLedger.Domain.Tests.Specification;

namespace CaseLedger.Domain.Tests.Cases;

/// <summary>Commands in any order, with ids that collide by chance, as retries and mistakes make them.</summary>
public sealed class RepeatProperties
{
    private const int Ids = 8;

    private delegate Decision Judge(CaseState state, Guid id);

    /// <summary>Some refer to the first ids, which may by then be of the right kind, of another, or not there.</summary>
    private static readonly Judge[] Commands =
    [
        (s, id) => OpeningCase.Decide(s, new(id, Agent, Song, "A song", "Artist A", Channel.Forum), Now),
        (s, id) => ReportingScreenshot.Decide(s, new(id, Artist, Store.Spotify, On("2024-04-10"), [Count("2024-04-03", 114)]), Now),
        (s, id) => TakingTrendsSnapshot.Decide(s, new(id, Agent, Store.Spotify, On("2024-04-10"), [Trends("2024-04-03", 104)]), Now),
        (s, id) => WithdrawingReading.Decide(s, new(id, Agent, IdOf(2), "Wrong song"), Now),
        (s, id) => MakingStatement.Decide(s, new(id, Agent, Party.Artist, On("2024-04-10"), "So", StatementKind.Stated, Visibility.Case, Supersedes: null), Now),
        (s, id) => MakingStatement.Decide(s, new(id, Agent, Party.Artist, On("2024-04-10"), "Not so", StatementKind.Stated, Visibility.Case, Supersedes: IdOf(3)), Now),
        (s, id) => WithdrawingStatement.Decide(s, new(id, Agent, IdOf(3), "No"), Now),
        (s, id) => RequestingInformation.Decide(s, new(id, Agent, Party.Distributor, Party.Artist, "Three days", On("2024-04-10")), Now),
        (s, id) => ProvidingInformation.Decide(s, new(id, Artist, IdOf(4), [IdOf(2)]), Now),
        (s, id) => MakingPromise.Decide(s, new(id, Agent, Party.Distributor, "An answer", On("2024-04-10")), Now),
        (s, id) => SettlingPromise.Decide(s, new(id, Agent, IdOf(5), PromiseOutcome.Kept), Now),
        (s, id) => SendingChallenge.Decide(s, new(id, Agent, Store.Spotify, On("2024-04-10"), [Day.Parse("2024-04-03")]), Now),
        (s, id) => AssigningCase.Decide(s, new(id, Agent, Agent), Now),
        (s, id) => ResolvingCase.Decide(s, new(id, Agent, Slug.Parse("explained")), Now),
        (s, id) => ReopeningCase.Decide(s, new(id, Agent, "It goes on"), Now),
    ];

    [Fact]
    public void WhatWasRecorded_IsAlreadyRecordedEverAfter_AndItsIdIsNobodyElses() => ForAll((events, commands) =>
        events.All(recorded => Enumerable.Range(0, Commands.Length).All(c =>
            Commands[c](Fold(events), recorded.Id) == (c == commands[recorded.Id]
                ? new Decision.AlreadyRecorded(recorded.Id)
                : (Decision)new Decision.IdReused(recorded.Id)))));

    [Fact]
    public void WhatWasAppended_FoldsWithoutFault() => ForAll((events, _) =>
        Fold(events) is { } state && state.Version == events.Count && (state.IsOpen == state.WaitingOn is not null));

    private static CaseState Fold(IEnumerable<Recorded<CaseEvent>> events) => CaseState.Fold(Song, events);

    private static void ForAll(Func<IReadOnlyList<Recorded<CaseEvent>>, IReadOnlyDictionary<Guid, int>, bool> holds)
    {
        var step = from command in Gen.Choose(0, Commands.Length - 1)
                   from id in Gen.Choose(1, Ids)
                   select (command, id);
        // Opened first, so that most sequences get somewhere.
        var sequences = step.ListOf().Select(steps => steps.Prepend((command: 0, id: 1)));
        Check.QuickThrowOnFailure(Prop.ForAll(sequences.ToArbitrary(), steps =>
        {
            var (events, commands) = Run(steps);
            return holds(events, commands);
        }));
    }

    private static (List<Recorded<CaseEvent>> Events, Dictionary<Guid, int> Commands) Run(IEnumerable<(int Command, int Id)> steps)
    {
        var (events, commands) = (new List<Recorded<CaseEvent>>(), new Dictionary<Guid, int>());
        foreach (var (command, id) in steps)
        {
            if (Commands[command](Fold(events), IdOf(id)) is not Decision.Append append) continue;
            events.Add(Record((CaseEvent)append.Event, events.Count, Now) with { Id = IdOf(id) });
            commands.Add(IdOf(id), command);
        }

        return (events, commands);
    }
}
