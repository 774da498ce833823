namespace CaseLedger.Cli;

/// <summary>What a script is told. Of several files, the gravest.</summary>
internal static class Exit
{
    /// <summary>All rows are in the ledger: recorded now, or before.</summary>
    public const int Done = 0;

    /// <summary>The command line makes no sense (System.CommandLine's own code).</summary>
    public const int Misused = 1;

    /// <summary>A file could not be read, or was refused whole.</summary>
    public const int Unreadable = 2;

    /// <summary>Done, but some rows were refused.</summary>
    public const int SomeRefused = 3;

    /// <summary>A person has to decide something about the file first.</summary>
    public const int Undecided = 4;

    /// <summary>The server cannot be reached or fails, or does not let this caller do it; tried again first where that could help.</summary>
    public const int Unreachable = 5;

    /// <summary>Ended by a signal before it was done (128 and the number of SIGINT, as shells count).</summary>
    public const int Interrupted = 130;

    private static readonly int[] Gravest = [Interrupted, Unreachable, Misused, Unreadable, Undecided, SomeRefused];

    /// <summary>The table for <c>--help</c>.</summary>
    public const string Help =
        """
        Exit codes:
          0    all rows are in the ledger, recorded now or before (with --dry-run: would be)
          1    the command line makes no sense
          2    a file could not be read, or was refused whole
          3    done, but some rows were refused
          4    a decision is needed first: see the questions, answer them with --choose
          5    server unreachable or failing, not signed in, or not allowed; after retries
          130  interrupted; what was sent whole is read in all the same
        Of several files, the gravest: 130, 5, 1, 2, 4, 3.
        """;

    /// <summary>The code for all of several files.</summary>
    public static int Of(IEnumerable<int> codes)
    {
        var all = codes.ToHashSet();
        return Gravest.FirstOrDefault(all.Contains, Done);
    }
}
