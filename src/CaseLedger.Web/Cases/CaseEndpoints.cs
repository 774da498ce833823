using CaseLedger.Web.Duties;
using CaseLedger.Web.Readings;
using CaseLedger.Web.Statements;
using CaseLedger.Web.Timeline;

namespace CaseLedger.Web.Cases;

/// <summary>Everything under <c>/cases</c>.</summary>
internal static class CaseEndpoints
{
    /// <summary>Registers what the slice needs.</summary>
    public static IServiceCollection AddCases(this IServiceCollection services) =>
        services.AddSingleton<CaseStore>().AddSingleton<CaseTable>().AddSingleton<CaseList>().AddSingleton<CaseGaps>().AddSingleton<SavedViewTable>().AddSingleton<AgentTable>().AddSingleton<Inbox.InboxTable>();

    /// <summary>Maps the endpoints.</summary>
    public static void MapCases(this RouteGroupBuilder api)
    {
        var cases = api.MapGroup("/cases").WithTags("Cases");
        OpenCaseEndpoint.Map(cases);
        ReportScreenshotEndpoint.Map(cases);
        TakeTrendsSnapshotEndpoint.Map(cases);
        ReceiveStoreReplyEndpoint.Map(cases);
        ReportRoyaltyLinesEndpoint.Map(cases);
        WithdrawEndpoint.Map(cases);
        AttachEvidenceEndpoint.Map(cases);
        MakeStatementEndpoint.Map(cases);
        RequestInformationEndpoint.Map(cases);
        ProvideInformationEndpoint.Map(cases);
        MakePromiseEndpoint.Map(cases);
        SettlePromiseEndpoint.Map(cases);
        AssignCaseEndpoint.Map(cases);
        SendChallengeEndpoint.Map(cases);
        ResolveCaseEndpoint.Map(cases);
        ReopenCaseEndpoint.Map(cases);
        LinkCasesEndpoint.Map(cases);
        AddFollowerEndpoint.Map(cases);

        ListCasesEndpoint.Map(cases);
        ShowCaseEndpoint.Map(cases);
        ShowTimelineEndpoint.Map(cases);
        FollowCaseEndpoint.Map(cases);
        ShowDaysEndpoint.Map(cases);
        ShowDayEndpoint.Map(cases);
        ShowTriangleEndpoint.Map(cases);
        ShowReadinessEndpoint.Map(cases);
        ListStatementsEndpoint.Map(cases);
        ListDutiesEndpoint.Map(api);
    }
}
