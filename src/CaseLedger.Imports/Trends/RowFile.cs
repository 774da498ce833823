namespace CaseLedger.Imports.Trends;

/// <summary>Reads a file of days: first all of its rows, then what they come to.</summary>
internal static class RowFile
{
    /// <summary>Reads a file.</summary>
    /// <remarks>
    /// Nothing is taken from a file that cannot be read to its end. Its sender has to send it again, as other bytes and so with
    /// other ids, and everything taken before would stand twice; and of damaged gzip what was unpacked before the damage showed
    /// may be wrong already. What is refused is told all the same.
    /// </remarks>
    /// <param name="file">The file.</param>
    /// <param name="reader">Knows its kind.</param>
    /// <param name="rowsPerRun">How many rows are held in memory.</param>
    /// <param name="request">Who is told how far it has come, and where temporary files are made.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">The file, or the temporary one, cannot be read or written.</exception>
    public static IEnumerable<ImportItem> Read(Stream file, RowReader reader, int rowsPerRun, ImportRequest request, CancellationToken cancellationToken)
    {
        using var rows = new DayRows(rowsPerRun, request.Scratch);
        FileFault? fault;
        request.Watch?.Sorting();
        file.Position = 0;
        using (var table = reader.Open(file, cancellationToken))
        {
            while (table.Read() && reader.FileFault is null)
            {
                switch (reader.Read(table, out var row))
                {
                    case RowReading.Good:
                        rows.Add(row);
                        break;
                    case RowReading.Refused:
                        yield return reader.Fault!.At(table.Line, table.Raw);
                        break;
                    case RowReading.Header:
                        yield return new ImportItem.Skip(table.Line, "header");
                        break;
                    case RowReading.Empty:
                        yield return new ImportItem.Skip(table.Line, "empty");
                        break;
                }
            }

            fault = reader.FileFault ?? table.Fault;
        }

        if (fault is not null)
        {
            yield return new ImportItem.Stop(fault);
            yield break;
        }

        request.Watch?.Sorted(rows.Count);
        foreach (var item in rows.Items(reader.Take, cancellationToken))
        {
            yield return item;
        }

        foreach (var item in rows.Contradictions(Lines(file, reader, cancellationToken), reader.DayField))
        {
            yield return item;
        }
    }

    private static IEnumerable<(long Line, Func<string> Row)> Lines(Stream file, RowReader reader, CancellationToken cancellationToken)
    {
        file.Position = 0;
        using var table = reader.Open(file, cancellationToken);
        while (table.Read())
        {
            yield return (table.Line, () => table.Raw);
        }
    }
}
