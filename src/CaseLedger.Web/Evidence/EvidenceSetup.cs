using NodaTime;

namespace CaseLedger.Web.Evidence;

/// <summary>Puts evidence into the server: the store of files, and what people may do with it.</summary>
internal static class EvidenceSetup
{
    /// <summary>Registers what the slice needs.</summary>
    public static IServiceCollection AddEvidence(this IServiceCollection services) => services
        .AddSingleton(provider => new FileStore(provider.GetRequiredService<Hosting.ServerSettings>().Files))
        .AddSingleton<EvidenceTable>()
        .AddSingleton<EvidenceIntake>()
        .AddSingleton<EvidenceForm>()
        .AddSingleton<EvidenceFiles>()
        .AddSingleton<Renditions>()
        .AddSingleton<PictureText>()
        .AddHostedService<RemoveAbandonedUploads>();

    /// <summary>Maps the endpoints.</summary>
    public static void MapEvidence(this RouteGroupBuilder api)
    {
        var evidence = api.MapGroup("/evidence").WithTags("Evidence");
        SendEvidenceEndpoint.Map(evidence);
        FetchEvidenceEndpoint.Map(evidence);
    }

    private sealed class RemoveAbandonedUploads(FileStore files, IClock clock, ILogger<FileStore> log) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            var now = clock.GetCurrentInstant().ToDateTimeOffset();
            if (files.RemoveAbandoned(now) is > 0 and var removed)
            {
                log.LogInformation("Removed {Count} uploads that broke off more than a day ago", removed);
            }

            if (files.RemoveWorkplaces(now) is > 0 and var workplaces)
            {
                log.LogInformation("Removed what {Count} programs left behind that worked on pictures", workplaces);
            }

            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
