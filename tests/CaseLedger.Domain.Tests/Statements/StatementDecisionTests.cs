using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Statements;
using Xunit;
using static CaseLedger.Domain.Tests.Specification;

namespace CaseLedger.Domain.Tests.Statements;

public sealed class StatementDecisionTests
{
    private static readonly StatementMade Said = new(Party.Distributor, On("2024-04-12"), "We know of no filter.", StatementKind.Stated, Visibility.Public);
    private static readonly MakeStatement Make = new(NewId, Agent, Party.Distributor, On("2024-04-12"), "We know of no filter.", StatementKind.Stated, Visibility.Public);
    private static readonly WithdrawStatement Withdraw = new(NewId, Agent, IdOf(2), "Asked to ignore it");

    [Fact]
    public void MakingStatement_OpenCase_IsRecorded() =>
        Given(Opened).When(Making(Make)).Then(Said);

    [Fact]
    public void MakingStatement_ResolvedCase_IsRecorded() =>
        Given(Opened, new CaseResolved(Slug.Parse("explained"))).When(Making(Make)).Then(Said);

    [Fact]
    public void MakingStatement_WatchedCase_IsRefused() =>
        Given().When(Making(Make)).ThenRefused(RefusalKinds.CaseNotOpen);

    [Fact]
    public void MakingStatement_NoWords_IsRefused() =>
        Given(Opened).When(Making(Make with { Quote = " " })).ThenRefused(RefusalKinds.TextEmpty, "quote");

    [Fact]
    public void MakingStatement_10000Characters_IsRecorded() =>
        Given(Opened).When(Making(Make with { Quote = new('x', 10_000) })).Then(Said with { Quote = new('x', 10_000) });

    [Fact]
    public void MakingStatement_10001Characters_IsRefused() =>
        Given(Opened).When(Making(Make with { Quote = new('x', 10_001) })).ThenRefused(RefusalKinds.TextTooLong, "quote");

    [Fact]
    public void MakingStatement_EmptySpeaker_IsRefused() =>
        Given(Opened).When(Making(Make with { Speaker = "" })).ThenRefused(RefusalKinds.TextEmpty, "speaker");

    [Fact]
    public void MakingStatement_LaterThanNow_IsRefused() =>
        Given(Opened).When(Making(Make with { Said = On("2024-05-02") })).ThenRefused(RefusalKinds.ObservedInFuture, "said");

    [Fact]
    public void MakingStatement_StanceAlone_IsRefused() =>
        Given(Opened).When(Making(Make with { Stance = Stance.Deny })).ThenRefused(RefusalKinds.StanceWithoutProposition, "proposition");

    [Fact]
    public void MakingStatement_PropositionAlone_IsRefused() =>
        Given(Opened).When(Making(Make with { Proposition = Slug.Parse("filter-known") })).ThenRefused(RefusalKinds.StanceWithoutProposition, "stance");

    [Fact]
    public void MakingStatement_ContradictingAnother_IsRecorded() =>
        Given(Opened, Said with { Proposition = Slug.Parse("filter-known"), Stance = Stance.Affirm })
            .When(Making(Make with { Proposition = Slug.Parse("filter-known"), Stance = Stance.Deny }))
            .Then(Said with { Proposition = Slug.Parse("filter-known"), Stance = Stance.Deny });

    [Fact]
    public void MakingStatement_NewerWording_IsRecorded() =>
        Given(Opened, Said).When(Making(Make with { Quote = "We knew of none.", Supersedes = IdOf(2) })).Then(Said with { Quote = "We knew of none.", Supersedes = IdOf(2) });

    [Fact]
    public void MakingStatement_SupersedingWhatIsNoStatement_IsRefused() =>
        Given(Opened).When(Making(Make with { Supersedes = IdOf(1) })).ThenRefused(RefusalKinds.SupersededNotFound, "supersedes");

    [Fact]
    public void MakingStatement_SupersedingTwice_IsRefused() =>
        Given(Opened, Said, Said with { Supersedes = IdOf(2) })
            .When(Making(Make with { Supersedes = IdOf(2) }))
            .ThenRefused(RefusalKinds.StatementSupersededTwice, "supersedes");

    [Fact]
    public void MakingStatement_AnArtistSupersedingTheDistributorsWords_IsRefused() =>
        Given(Opened, Said).When(Making(Make with { Actor = Artist, Supersedes = IdOf(2) })).ThenRefused(RefusalKinds.NotYours);

    [Fact]
    public void WithdrawingStatement_OneThatStands_IsRecorded() =>
        Given(Opened, Said).When(Withdrawing(Withdraw)).Then(new StatementWithdrawn(IdOf(2), "Asked to ignore it"));

    [Fact]
    public void WithdrawingStatement_NotOnThisCase_IsRefused() =>
        Given(Opened).When(Withdrawing(Withdraw)).ThenRefused(RefusalKinds.EventNotFound, "statementId");

    [Fact]
    public void WithdrawingStatement_WhatIsNoStatement_IsRefused() =>
        Given(Opened).When(Withdrawing(Withdraw with { StatementId = IdOf(1) })).ThenRefused(RefusalKinds.NothingToWithdraw, "statementId");

    [Fact]
    public void WithdrawingStatement_Twice_IsRefused() =>
        Given(Opened, Said, new StatementWithdrawn(IdOf(2), "No")).When(Withdrawing(Withdraw)).ThenRefused(RefusalKinds.AlreadyWithdrawn, "statementId");

    [Fact]
    public void WithdrawingStatement_OfSomebodyElse_IsRefused() =>
        Given(Opened, Said).When(Withdrawing(Withdraw with { Actor = Artist })).ThenRefused(RefusalKinds.NotYours);

    [Fact]
    public void WithdrawingStatement_NoReason_IsRefused() =>
        Given(Opened, Said).When(Withdrawing(Withdraw with { Reason = "" })).ThenRefused(RefusalKinds.TextEmpty, "reason");

    private static Func<CaseState, Decision> Making(MakeStatement command) => state => MakingStatement.Decide(state, command, Now);

    private static Func<CaseState, Decision> Withdrawing(WithdrawStatement command) => state => WithdrawingStatement.Decide(state, command, Now);
}
