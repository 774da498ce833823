using CaseLedger.Imports;

namespace CaseLedger.Web.Imports;

/// <summary>Everything under <c>/imports</c>.</summary>
internal static class ImportEndpoints
{
    /// <summary>Registers what the slice needs.</summary>
    public static IServiceCollection AddImports(this IServiceCollection services)
    {
        foreach (var importer in Importers.All)
        {
            services.AddSingleton(importer);
        }

        return services
            .AddSingleton<ImportStore>()
            .AddSingleton<ImportTable>()
            .AddSingleton<Looks>()
            .AddSingleton<ColumnMemory>()
            .AddSingleton<StatementReadings>()
            .AddSingleton<ImportTurns>()
            .AddSingleton<UploadTurns>()
            .AddSingleton<ImportIntake>()
            .AddSingleton<ImportRunner>()
            .AddHostedService(provider => provider.GetRequiredService<ImportRunner>());
    }

    /// <summary>Maps the endpoints.</summary>
    public static void MapImports(this RouteGroupBuilder api)
    {
        var imports = api.MapGroup("/imports").WithTags("Imports");
        StartImportEndpoint.Map(imports);
        ListImportsEndpoint.Map(imports);
        ShowImportEndpoint.Map(imports);
        RefusedRowsEndpoint.Map(imports);
    }
}
