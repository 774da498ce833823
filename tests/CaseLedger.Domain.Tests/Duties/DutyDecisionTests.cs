using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Duties;
using Xunit;
using static CaseLedger.Domain.Tests.Specification;

namespace CaseLedger.Domain.Tests.Duties;

public sealed class DutyDecisionTests
{
    private static readonly CaseResolved Resolved = new(Slug.Parse("explained"));
    private static readonly InformationRequested Asked = new(Party.Distributor, Party.Artist, "Three days", On("2024-04-20"), Day.Parse("2024-04-27"), Slug.Parse("three-days"));
    private static readonly PromiseMade Promised = new(Party.Distributor, "An answer", On("2024-04-12"), "Support 2", Day.Parse("2024-04-19"));

    private static readonly RequestInformation Ask = new(NewId, Agent, Party.Distributor, Party.Artist, "Three days", On("2024-04-20"), Day.Parse("2024-04-27"), Slug.Parse("three-days"));
    private static readonly ProvideInformation Answer = new(NewId, Artist, IdOf(2), Text: "Here");
    private static readonly MakePromise Promise = new(NewId, Agent, Party.Distributor, "An answer", On("2024-04-12"), "Support 2", Day.Parse("2024-04-19"));
    private static readonly SettlePromise Settle = new(NewId, Agent, IdOf(2), PromiseOutcome.Kept);

    [Fact]
    public void RequestingInformation_OpenCase_IsRecorded() =>
        Given(Opened).When(Asking(Ask)).Then(Asked);

    [Fact]
    public void RequestingInformation_WatchedCase_IsRefused() =>
        Given().When(Asking(Ask)).ThenRefused(RefusalKinds.CaseNotOpen);

    [Fact]
    public void RequestingInformation_ResolvedCase_IsRefused() =>
        Given(Opened, Resolved).When(Asking(Ask)).ThenRefused(RefusalKinds.CaseResolved);

    [Fact]
    public void RequestingInformation_OfNothing_IsRefused() =>
        Given(Opened).When(Asking(Ask with { What = "" })).ThenRefused(RefusalKinds.TextEmpty, "what");

    [Fact]
    public void RequestingInformation_LaterThanNow_IsRefused() =>
        Given(Opened).When(Asking(Ask with { Asked = On("2024-05-02") })).ThenRefused(RefusalKinds.ObservedInFuture, "asked");

    [Fact]
    public void ProvidingInformation_ByText_IsRecorded() =>
        Given(Opened, Asked).When(Answering(Answer)).Then(new InformationProvided(IdOf(2), Text: "Here"));

    [Fact]
    public void ProvidingInformation_ByEvents_IsRecorded() =>
        Given(Opened, Asked, Screenshot("2024-04-03", 114))
            .When(Answering(Answer with { Text = null, EventIds = [IdOf(3)] }))
            .Then(new InformationProvided(IdOf(2), [IdOf(3)]));

    [Fact]
    public void ProvidingInformation_ResolvedCase_IsRecorded() =>
        Given(Opened, Asked, Resolved).When(Answering(Answer)).Then(new InformationProvided(IdOf(2), Text: "Here"));

    [Fact]
    public void ProvidingInformation_WatchedCase_IsRefused() =>
        Given().When(Answering(Answer)).ThenRefused(RefusalKinds.CaseNotOpen);

    [Fact]
    public void ProvidingInformation_RequestNotOnThisCase_IsRefused() =>
        Given(Opened).When(Answering(Answer)).ThenRefused(RefusalKinds.RequestNotFound, "requestId");

    [Fact]
    public void ProvidingInformation_ToWhatIsNoRequest_IsRefused() =>
        Given(Opened).When(Answering(Answer with { RequestId = IdOf(1) })).ThenRefused(RefusalKinds.RequestNotFound, "requestId");

    [Fact]
    public void ProvidingInformation_Twice_IsRefused() =>
        Given(Opened, Asked, new InformationProvided(IdOf(2), Text: "Here")).When(Answering(Answer)).ThenRefused(RefusalKinds.RequestAlreadyAnswered, "requestId");

    [Fact]
    public void ProvidingInformation_Nothing_IsRefused() =>
        Given(Opened, Asked).When(Answering(Answer with { Text = null, EventIds = [] })).ThenRefused(RefusalKinds.AnswerEmpty);

    [Fact]
    public void ProvidingInformation_BlankText_IsRefused() =>
        Given(Opened, Asked).When(Answering(Answer with { Text = " " })).ThenRefused(RefusalKinds.TextEmpty, "text");

    [Fact]
    public void ProvidingInformation_EventNotOnThisCase_IsRefused() =>
        Given(Opened, Asked).When(Answering(Answer with { EventIds = [IdOf(1), IdOf(9)] })).ThenRefused(RefusalKinds.AnswerUnknownEvent, "eventIds[1]");

    [Fact]
    public void ProvidingInformation_401Events_AreRefused() =>
        Given(Opened, Asked).When(Answering(Answer with { EventIds = [.. Enumerable.Repeat(IdOf(1), 401)] })).ThenRefused(RefusalKinds.TooManyItems, "eventIds");

    [Fact]
    public void MakingPromise_OpenCase_IsRecorded() =>
        Given(Opened).When(Promising(Promise)).Then(Promised);

    [Fact]
    public void MakingPromise_WatchedCase_IsRefused() =>
        Given().When(Promising(Promise)).ThenRefused(RefusalKinds.CaseNotOpen);

    [Fact]
    public void MakingPromise_ResolvedCase_IsRefused() =>
        Given(Opened, Resolved).When(Promising(Promise)).ThenRefused(RefusalKinds.CaseResolved);

    [Fact]
    public void MakingPromise_OfNothing_IsRefused() =>
        Given(Opened).When(Promising(Promise with { What = "" })).ThenRefused(RefusalKinds.TextEmpty, "what");

    [Fact]
    public void MakingPromise_LaterThanNow_IsRefused() =>
        Given(Opened).When(Promising(Promise with { Made = On("2024-05-02") })).ThenRefused(RefusalKinds.ObservedInFuture, "made");

    [Fact]
    public void SettlingPromise_OpenOne_IsRecorded() =>
        Given(Opened, Promised).When(Settling(Settle)).Then(new PromiseSettled(IdOf(2), PromiseOutcome.Kept));

    [Fact]
    public void SettlingPromise_ResolvedCase_IsRecorded() =>
        Given(Opened, Promised, Resolved).When(Settling(Settle)).Then(new PromiseSettled(IdOf(2), PromiseOutcome.Kept));

    [Fact]
    public void SettlingPromise_NotOnThisCase_IsRefused() =>
        Given(Opened).When(Settling(Settle)).ThenRefused(RefusalKinds.PromiseNotFound, "promiseId");

    [Fact]
    public void SettlingPromise_WhatIsNoPromise_IsRefused() =>
        Given(Opened, Asked).When(Settling(Settle)).ThenRefused(RefusalKinds.PromiseNotFound, "promiseId");

    [Fact]
    public void SettlingPromise_Twice_IsRefused() =>
        Given(Opened, Promised, new PromiseSettled(IdOf(2), PromiseOutcome.Withdrawn)).When(Settling(Settle)).ThenRefused(RefusalKinds.PromiseAlreadySettled, "promiseId");

    [Fact]
    public void SettlingPromise_WatchedCase_IsRefused() =>
        Given().When(Settling(Settle)).ThenRefused(RefusalKinds.CaseNotOpen);

    [Theory]
    [InlineData(true, "2024-04-19", "2024-04-19", false)]
    [InlineData(true, "2024-04-19", "2024-04-20", true)]
    [InlineData(false, "2024-04-19", "2024-04-20", false)]
    [InlineData(true, null, "2024-04-20", false)]
    public void Overdue_BeginsTheDayAfterTheLast(bool open, string? dueOn, string asOf, bool overdue) =>
        Assert.Equal(overdue, Overdue.Is(open, dueOn is null ? null : Day.Parse(dueOn), Day.Parse(asOf)));

    private static Func<CaseState, Decision> Asking(RequestInformation command) => state => Domain.Duties.RequestingInformation.Decide(state, command, Now);

    private static Func<CaseState, Decision> Answering(ProvideInformation command) => state => Domain.Duties.ProvidingInformation.Decide(state, command, Now);

    private static Func<CaseState, Decision> Promising(MakePromise command) => state => Domain.Duties.MakingPromise.Decide(state, command, Now);

    private static Func<CaseState, Decision> Settling(SettlePromise command) => state => Domain.Duties.SettlingPromise.Decide(state, command, Now);
}
