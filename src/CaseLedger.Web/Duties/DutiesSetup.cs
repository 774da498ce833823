namespace CaseLedger.Web.Duties;

/// <summary>Puts requests and promises into the server.</summary>
internal static class DutiesSetup
{
    /// <summary>Registers what reads what is owed.</summary>
    public static IServiceCollection AddDuties(this IServiceCollection services) => services.AddSingleton<DutyTable>().AddSingleton<OpenDutyTable>();
}
