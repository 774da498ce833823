using CaseLedger.Ledger;
using CaseLedger.Ledger.Projections;
using Npgsql;

namespace CaseLedger.Web.ReadSide;

/// <summary>Keeps the views up to date while the server runs; their tables are there before the first request is served.</summary>
internal sealed class ReadSideHost(ProjectionDaemon projections) : BackgroundService
{
    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await projections.Prepare(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => projections.Run(stoppingToken);
}

/// <summary>Puts the read side into the server.</summary>
internal static class ReadSideSetup
{
    /// <summary>Registers the daemon that keeps the views.</summary>
    public static IServiceCollection AddReadSide(this IServiceCollection services) => services
        .AddSingleton(s => new ProjectionDaemon(
            s.GetRequiredService<EventLedger>(),
            s.GetRequiredService<NpgsqlDataSource>(),
            Projections.All,
            new(),
            s.GetRequiredService<ILoggerFactory>()))
        .AddHostedService<ReadSideHost>();
}
