namespace CaseLedger.Web.Statements;

/// <summary>Puts the statements into the server.</summary>
internal static class StatementsSetup
{
    /// <summary>Registers what reads what was said.</summary>
    public static IServiceCollection AddStatements(this IServiceCollection services) => services.AddSingleton<StatementTable>();
}
