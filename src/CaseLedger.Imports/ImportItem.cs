using CaseLedger.Domain;

namespace CaseLedger.Imports;

/// <summary>What an importer finds in a file, in the order found.</summary>
internal abstract record ImportItem
{
    private ImportItem()
    {
    }

    /// <summary>A command to carry out.</summary>
    /// <param name="Isrc">On whose case.</param>
    /// <param name="Command">The command; its id follows from the file and the line.</param>
    /// <param name="Lines">The lines of the file that it holds, ascending, from 1; of a spreadsheet the rows.</param>
    public sealed record Take(Isrc Isrc, Command Command, IReadOnlyList<long> Lines) : ImportItem;

    /// <summary>A row that cannot be taken. The others can.</summary>
    /// <param name="Row">Which, and why.</param>
    public sealed record Refuse(RefusedRow Row) : ImportItem;

    /// <summary>A row that adds nothing and is no mistake: a header, a total, an empty line. It is not counted as a row.</summary>
    /// <param name="Line">Its line.</param>
    /// <param name="Why">Why, as a stable code: <c>header</c>, <c>total</c>, <c>empty</c>, <c>repeated</c>, <c>no-number</c>, <c>left-out</c> where a person said so.</param>
    public sealed record Skip(long Line, string Why) : ImportItem;

    /// <summary>The file cannot be read, or not on from here. It is the last item.</summary>
    /// <param name="Fault">Why.</param>
    public sealed record Stop(FileFault Fault) : ImportItem;
}

/// <summary>A row that was refused.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Row">As it stands in the file; at most <see cref="LongestRow"/> characters of it.</param>
/// <param name="Field">The column that is wrong, by the file's own name; null where it is about the whole row.</param>
/// <param name="Code">Why, as a stable code such as <c>isrc-malformed</c>.</param>
/// <param name="Reason">Why, in words (English), with what was found.</param>
/// <param name="Advice">What to do about it (English); never to send the whole file again with a row changed: by its other bytes it is another file, and every row that was taken would stand twice.</param>
internal sealed record RefusedRow(long Line, string Row, string? Field, string Code, string Reason, string Advice)
{
    /// <summary>The most that is kept of a row.</summary>
    public const int LongestRow = 2_000;
}

/// <summary>Why a file cannot be read.</summary>
/// <param name="Code">As a stable code such as <c>gzip-truncated</c>.</param>
/// <param name="Reason">In words (English).</param>
/// <param name="Advice">What to do about it (English); never to send the whole file again with a row changed: by its other bytes it is another file, and every row that was taken would stand twice.</param>
/// <param name="Line">Where; null where it is about the whole file.</param>
/// <param name="Questions">What a person has to decide before it can be read; empty where that would not help.</param>
internal sealed record FileFault(string Code, string Reason, string Advice, long? Line = null, IReadOnlyList<ImportQuestion>? Questions = null);

/// <summary>A doubt about a whole file that only a person can decide.</summary>
/// <param name="Name">The name of the choice that decides it, see <see cref="CaseLedger.Domain.Imports.ImportChoice"/>.</param>
/// <param name="Values">What can be chosen.</param>
/// <param name="Evidence">What the file says for either (English), e.g. how many days can only be read one way.</param>
internal sealed record ImportQuestion(string Name, IReadOnlyList<string> Values, string Evidence);
