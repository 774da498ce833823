using CaseLedger.Domain.Incidents;
using Xunit;
using static CaseLedger.Domain.Tests.Specification;

namespace CaseLedger.Domain.Tests.Incidents;

public sealed class IncidentDecisionTests
{
    private static readonly Slug Name = Slug.Parse("trends-2024-03-31");
    private static readonly IncidentDeclared Declared = new(Name, Store.Spotify, Day.Parse("2024-03-31"), Day.Parse("2024-04-01"), Source.Trends, On("2024-04-13"), "Trends is wrong.");
    private static readonly DeclareIncident Declare = new(NewId, Manager, Name, Store.Spotify, Day.Parse("2024-03-31"), Day.Parse("2024-04-01"), Source.Trends, On("2024-04-13"), "Trends is wrong.");
    private static readonly RescopeIncident Rescope = new(NewId, Manager, Day.Parse("2024-03-31"), Day.Parse("2024-04-03"), "More days.");
    private static readonly FixIncident Fix = new(NewId, Manager, On("2024-04-20"));

    [Fact]
    public void DeclaringIncident_NewName_IsRecorded() =>
        GivenIncident().When(Declaring(Declare)).Then(Declared);

    [Fact]
    public void DeclaringIncident_Repeat_IsAlreadyRecorded() =>
        GivenIncident(Declared).When(Declaring(Declare with { Id = IdOf(1) })).ThenNothing(alreadyRecorded: IdOf(1));

    [Fact]
    public void DeclaringIncident_SameName_IsRefused() =>
        GivenIncident(Declared).When(Declaring(Declare)).ThenRefused(RefusalKinds.IncidentAlreadyDeclared, "slug");

    [Fact]
    public void DeclaringIncident_DaysReversed_IsRefused() =>
        GivenIncident().When(Declaring(Declare with { LastDay = Day.Parse("2024-03-30") })).ThenRefused(RefusalKinds.IncidentDaysReversed, "lastDay");

    [Fact]
    public void DeclaringIncident_OneDay_IsRecorded() =>
        GivenIncident().When(Declaring(Declare with { LastDay = Declare.FirstDay })).Then(Declared with { LastDay = Declare.FirstDay });

    [Fact]
    public void DeclaringIncident_NoText_IsRefused() =>
        GivenIncident().When(Declaring(Declare with { PublicText = "" })).ThenRefused(RefusalKinds.TextEmpty, "publicText");

    [Fact]
    public void DeclaringIncident_LaterThanNow_IsRefused() =>
        GivenIncident().When(Declaring(Declare with { Declared = On("2024-05-02") })).ThenRefused(RefusalKinds.ObservedInFuture, "declared");

    [Fact]
    public void RescopingIncident_OtherDays_IsRecorded() =>
        GivenIncident(Declared).When(Rescoping(Rescope)).Then(new IncidentRescoped(Rescope.FirstDay, Rescope.LastDay, "More days."));

    [Fact]
    public void RescopingIncident_SameDaysWithOtherWords_IsRecorded() =>
        GivenIncident(Declared)
            .When(Rescoping(Rescope with { LastDay = Declared.LastDay }))
            .Then(new IncidentRescoped(Declared.FirstDay, Declared.LastDay, "More days."));

    [Fact]
    public void RescopingIncident_NothingChanges_IsRefused() =>
        GivenIncident(Declared)
            .When(Rescoping(Rescope with { LastDay = Declared.LastDay, PublicText = "Trends is wrong." }))
            .ThenRefused(RefusalKinds.ScopeUnchanged);

    [Fact]
    public void RescopingIncident_BackToTheFirstScope_IsRecorded() =>
        GivenIncident(Declared, new IncidentRescoped(Rescope.FirstDay, Rescope.LastDay, "More days."))
            .When(Rescoping(Rescope with { LastDay = Declared.LastDay, PublicText = "Trends is wrong." }))
            .Then(new IncidentRescoped(Declared.FirstDay, Declared.LastDay, "Trends is wrong."));

    [Fact]
    public void RescopingIncident_FixedOne_IsRecorded() =>
        GivenIncident(Declared, new IncidentFixed(On("2024-04-20"))).When(Rescoping(Rescope)).Then(new IncidentRescoped(Rescope.FirstDay, Rescope.LastDay, "More days."));

    [Fact]
    public void RescopingIncident_NeverDeclared_IsRefused() =>
        GivenIncident().When(Rescoping(Rescope)).ThenRefused(RefusalKinds.IncidentNotFound);

    [Fact]
    public void RescopingIncident_DaysReversed_IsRefused() =>
        GivenIncident(Declared).When(Rescoping(Rescope with { LastDay = Day.Parse("2024-03-01") })).ThenRefused(RefusalKinds.IncidentDaysReversed, "lastDay");

    [Fact]
    public void FixingIncident_DeclaredOne_IsRecorded() =>
        GivenIncident(Declared).When(Fixing(Fix)).Then(new IncidentFixed(On("2024-04-20")));

    [Fact]
    public void FixingIncident_Twice_IsRefused() =>
        GivenIncident(Declared, new IncidentFixed(On("2024-04-20"))).When(Fixing(Fix)).ThenRefused(RefusalKinds.IncidentAlreadyFixed);

    [Fact]
    public void FixingIncident_NeverDeclared_IsRefused() =>
        GivenIncident().When(Fixing(Fix)).ThenRefused(RefusalKinds.IncidentNotFound);

    [Fact]
    public void FixingIncident_LaterThanNow_IsRefused() =>
        GivenIncident(Declared).When(Fixing(Fix with { FixedAt = On("2024-05-02") })).ThenRefused(RefusalKinds.ObservedInFuture, "fixedAt");

    [Fact]
    public void Fold_DeclaredRescopedFixed_KeepsWhatWasSaidLast()
    {
        var state = GivenIncident(Declared, new IncidentRescoped(Rescope.FirstDay, Rescope.LastDay, "More days."), new IncidentFixed(On("2024-04-20"))).State;
        Assert.Equal(
            (Declared, Rescope.FirstDay, Rescope.LastDay, "More days.", On("2024-04-20"), 3L),
            (state.Declaration, state.FirstDay!.Value, state.LastDay!.Value, state.PublicText, state.FixedAt, state.Version));
    }

    private static Func<IncidentState, Decision> Declaring(DeclareIncident command) => state => Domain.Incidents.DeclaringIncident.Decide(state, command, Now);

    private static Func<IncidentState, Decision> Rescoping(RescopeIncident command) => state => Domain.Incidents.RescopingIncident.Decide(state, command, Now);

    private static Func<IncidentState, Decision> Fixing(FixIncident command) => state => Domain.Incidents.FixingIncident.Decide(state, command, Now);
}
