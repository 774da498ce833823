namespace CaseLedger.Cli.Importing;

/// <summary>How long to wait before something that failed is tried again: twice as long each time, up to a minute.</summary>
internal static class Backoff
{
    private const int MostDoublings = 6;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    // Longer is no "try again" but an operator's notice; whoever waits wants to hear of it.
    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(5);

    /// <summary>The wait.</summary>
    /// <param name="failures">How often it has failed, from 1.</param>
    /// <param name="asked">What the server asks for (Retry-After), which is honoured where it is longer.</param>
    public static TimeSpan After(int failures, TimeSpan? asked = null)
    {
        var own = First * (1 << Math.Min(failures - 1, MostDoublings));
        var wait = own < Longest ? own : Longest;
        return asked is not { } wanted || wanted <= wait ? wait : wanted < LongestAsked ? wanted : LongestAsked;
    }
}
