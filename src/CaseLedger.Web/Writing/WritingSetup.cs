namespace CaseLedger.Web.Writing;

/// <summary>Puts the way in into the server.</summary>
internal static class WritingSetup
{
    /// <summary>Registers the glue between decisions and the ledger.</summary>
    public static IServiceCollection AddWriting(this IServiceCollection services) => services.AddSingleton<Deciding>();
}
