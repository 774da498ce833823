namespace CaseLedger.Web.Incidents;

/// <summary>Everything under <c>/incidents</c>.</summary>
internal static class IncidentEndpoints
{
    /// <summary>Registers what the slice needs.</summary>
    public static IServiceCollection AddIncidents(this IServiceCollection services) => services
        .AddSingleton<IncidentStore>()
        .AddSingleton<IncidentTable>()
        .AddSingleton<IncidentHistory>()
        .AddSingleton<Radar>();

    /// <summary>Maps the endpoints.</summary>
    public static void MapIncidents(this RouteGroupBuilder api)
    {
        var incidents = api.MapGroup("/incidents").WithTags("Incidents");
        DeclareIncidentEndpoint.Map(incidents);
        RescopeIncidentEndpoint.Map(incidents);
        FixIncidentEndpoint.Map(incidents);

        ListIncidentsEndpoint.Map(incidents);
        ListCandidatesEndpoint.Map(incidents);
        ShowIncidentEndpoint.Map(incidents);
    }
}
