using CaseLedger.Domain;

namespace CaseLedger.Imports.Trends;

/// <summary>Collects the good rows of a file and hands them out by command, whatever the file's order and size.</summary>
/// <remarks>
/// Where a day stands twice with different numbers neither is taken: nothing in the file says which is right.
/// </remarks>
internal sealed class DayRows : IDisposable
{
    private readonly RunSorter<ReadingRow> rows;
    private readonly RunSorter<Contradiction> contradictions;

    /// <summary>Begins without rows.</summary>
    /// <param name="rowsPerRun">How many rows are held in memory.</param>
    /// <param name="scratch">Where temporary files are made; null: the system's own place for such.</param>
    public DayRows(int rowsPerRun, string? scratch)
    {
        rows = new(rowsPerRun, scratch);
        contradictions = new(rowsPerRun, scratch);
    }

    /// <summary>How many rows there are.</summary>
    public long Count => rows.Count;

    /// <summary>Adds a row.</summary>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    public void Add(in ReadingRow row) => rows.Add(row);

    /// <summary>The commands, by recording, store and snapshot, and the repeated rows.</summary>
    /// <param name="take">Makes a command of a part, at most <see cref="Limits.Items"/> days ascending, and its number from 1 among its key's parts.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">The temporary file cannot be written or read.</exception>
    public IEnumerable<ImportItem> Items(Func<IReadOnlyList<ReadingRow>, int, ImportItem.Take> take, CancellationToken cancellationToken)
    {
        var part = new List<ReadingRow>();
        var parts = 0;
        ReadingRow? before = null;
        var isContradicted = false;
        foreach (var stretch in rows.Sorted())
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < stretch.Length; i++)
            {
                var row = stretch.Span[i];
                if (before is { } last)
                {
                    var isOfSameKey = row.IsOfSameKey(last);
                    if (isOfSameKey && row.Day == last.Day)
                    {
                        if (!isContradicted && row.HasSameCounts(last))
                        {
                            yield return new ImportItem.Skip(row.Line, "repeated");
                            continue;
                        }

                        if (!isContradicted)
                        {
                            contradictions.Add(new(last.Line, row.Line, row.Day));
                            isContradicted = true;
                        }

                        contradictions.Add(new(row.Line, last.Line, row.Day));
                        continue;
                    }

                    if (!isContradicted)
                    {
                        part.Add(last);
                    }

                    if (part.Count == Limits.Items || (part.Count > 0 && !isOfSameKey))
                    {
                        yield return take(part, ++parts);
                        part.Clear();
                    }

                    parts = isOfSameKey ? parts : 0;
                }

                before = row;
                isContradicted = false;
            }
        }

        if (before is { } final && !isContradicted)
        {
            part.Add(final);
        }

        if (part.Count > 0)
        {
            yield return take(part, ++parts);
        }
    }

    /// <summary>The rows that contradict each other, ascending; only after all <see cref="Items"/> were taken.</summary>
    /// <param name="lines">Each line of the file with its text as it is refused, ascending; read only where there is something to refuse.</param>
    /// <param name="field">The field of the day.</param>
    /// <exception cref="IOException">The temporary file cannot be read.</exception>
    public IEnumerable<ImportItem> Contradictions(IEnumerable<(long Line, Func<string> Row)> lines, string field)
    {
        if (contradictions.IsEmpty)
        {
            yield break;
        }

        using var line = lines.GetEnumerator();
        foreach (var (at, other, day) in contradictions.Sorted().SelectMany(stretch => stretch.ToArray()))
        {
            while (line.MoveNext() && line.Current.Line < at)
            {
            }

            yield return new CellFault(
                field,
                "day-twice",
                $"{Cells.DayOf(day)} stands again in line {other}, with other numbers.",
                "Put the row that is right into a file of its own, under the same header, and send that.").At(at, line.Current.Row());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        rows.Dispose();
        contradictions.Dispose();
    }

    private readonly record struct Contradiction(long Line, long Other, int Day) : IComparable<Contradiction>
    {
        public int CompareTo(Contradiction other) => Line.CompareTo(other.Line);
    }
}
