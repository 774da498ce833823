using System.Globalization;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;

namespace CaseLedger.Imports.Statements;

/// <summary>Collects a statement's lines by recording and period, as many as are held in memory at once.</summary>
/// <remarks>
/// Where a window ends follows from the lines alone, so that a file read again gives the same commands. The id of each follows
/// from its first line, which no other command has.
/// </remarks>
/// <param name="request">What is known beside the file.</param>
/// <param name="mostLines">The most lines held.</param>
internal sealed class LineWindow(ImportRequest request, int mostLines = LineWindow.MostLines)
{
    /// <summary>The usual most lines held: as many recordings as a small catalogue has, in some ten megabytes.</summary>
    public const int MostLines = 20_000;

    // Rows may have thousands of characters each: neither the window nor a command may grow with them.
    private const int MostCharacters = 16_000_000;
    private const int MostCharactersOfCommand = 2_000_000;

    private readonly Dictionary<(Isrc Isrc, Month Period), Group> open = [];
    private readonly List<Group> groups = [];
    private int lines;
    private long characters;

    /// <summary>Adds a line.</summary>
    /// <returns>What was collected, once that is as much as may be held; otherwise nothing yet.</returns>
    public IReadOnlyList<ImportItem> Add(StatementLine read)
    {
        var key = (read.Isrc, read.Period);
        var size = SizeOf(read.Line);
        if (!open.TryGetValue(key, out var group)
            || group.Lines.Count == Limits.RoyaltyLines
            || group.Characters + size > MostCharactersOfCommand)
        {
            group = new(read.Isrc, read.Period);
            open[key] = group;
            groups.Add(group);
        }

        group.Lines.Add(read.Line);
        group.Characters += size;
        lines++;
        characters += size;
        return lines >= mostLines || characters >= MostCharacters ? Empty() : [];
    }

    /// <summary>Takes out what was collected, in the order in which the first lines came.</summary>
    public IReadOnlyList<ImportItem> Empty()
    {
        var commands = groups.ConvertAll<ImportItem>(Command);
        open.Clear();
        groups.Clear();
        lines = 0;
        characters = 0;
        return commands;
    }

    private static int SizeOf(RoyaltyLine line)
    {
        var size = line.Kind?.Length ?? 0;
        foreach (var (name, value) in line.Other ?? [])
        {
            size += name.Length + value.Length;
        }

        return size;
    }

    private ImportItem.Take Command(Group group)
    {
        var numbers = group.Lines.ConvertAll(line => line.Line!.Value);
        return new(
            group.Isrc,
            new ReportRoyaltyLines(
                request.IdOf(group.Isrc, numbers[0].ToString(CultureInfo.InvariantCulture)),
                request.Actor,
                new(group.Period, request.Start.Name),
                [.. group.Lines],
                request.Start.File),
            numbers);
    }

    private sealed class Group(Isrc isrc, Month period)
    {
        public Isrc Isrc { get; } = isrc;

        public Month Period { get; } = period;

        public List<RoyaltyLine> Lines { get; } = [];

        public int Characters { get; set; }
    }
}

/// <summary>A line of a statement that was read.</summary>
/// <param name="Isrc">The recording.</param>
/// <param name="Period">The month for which the statement was made.</param>
/// <param name="Line">The line.</param>
internal readonly record struct StatementLine(Isrc Isrc, Month Period, RoyaltyLine Line);
