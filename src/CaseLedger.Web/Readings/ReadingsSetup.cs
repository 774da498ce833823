namespace CaseLedger.Web.Readings;

/// <summary>Puts the readings into the server.</summary>
internal static class ReadingsSetup
{
    /// <summary>Registers what reads the numbers that were reported.</summary>
    public static IServiceCollection AddReadings(this IServiceCollection services) => services.AddSingleton<ReadingTable>();
}
