using CaseLedger.Ledger;
using CaseLedger.Ledger.Projections;
using Npgsql;

namespace CaseLedger.Web.ReadSide;

/// <summary>Keeps the views up to date while the server runs; their tables are there before the first request is served.</summary>
internal sealed class ReadSideHost(ProjectionDaemon projections, ILogger<ReadSideHost> log) : BackgroundService
{
    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await projections.Prepare(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await projections.Run(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The way in which it ends.
        }
        catch (Exception fault)
        {
            log.LogCritical(fault, "The views are no longer kept up to date: the server stops");
            throw;
        }
    }
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
