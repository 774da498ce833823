namespace CaseLedger.Web.Verbs;

/// <summary>What a verb tells the script that called it.</summary>
internal static class Exit
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The command line makes no sense (System.CommandLine's own code), or names something that does not exist.</summary>
    public const int Misused = 1;

    /// <summary>It could not be done; the message says why.</summary>
    public const int Failed = 2;

    /// <summary>It was done, and something is wrong with the ledger.</summary>
    public const int LedgerNotClean = 3;
}
