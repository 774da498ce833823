namespace CaseLedger.Web.Timeline;

/// <summary>Puts the timeline into the server.</summary>
internal static class TimelineSetup
{
    /// <summary>Registers what tells a case event by event, and as the events arrive.</summary>
    public static IServiceCollection AddTimeline(this IServiceCollection services) => services
        .AddSingleton<WithheldEvents>()
        .AddSingleton<CaseTimeline>()
        .AddSingleton<LiveCases>()
        .AddHostedService(services => services.GetRequiredService<LiveCases>());
}
