using CaseLedger.Imports.Text;

namespace CaseLedger.Imports.Trends;

/// <summary>What a record of a file turned out to be.</summary>
internal enum RowReading
{
    /// <summary>A good row.</summary>
    Good = 1,

    /// <summary>A row that is refused.</summary>
    Refused,

    /// <summary>The names of the columns.</summary>
    Header,

    /// <summary>An empty line.</summary>
    Empty,

    /// <summary>The file cannot be read.</summary>
    Stop,
}

/// <summary>Knows one kind of file whose every row is one day of one recording.</summary>
internal abstract class RowReader
{
    /// <summary>The field that holds the day.</summary>
    public abstract string DayField { get; }

    /// <summary>Why the last row was refused.</summary>
    public CellFault? Fault { get; protected set; }

    /// <summary>Why the file cannot be read, after <see cref="RowReading.Stop"/>.</summary>
    public FileFault? FileFault { get; protected set; }

    /// <summary>Begins to read the file.</summary>
    /// <param name="file">Its bytes, at their beginning.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">The file cannot be read from the disk.</exception>
    public abstract TextTable Open(Stream file, CancellationToken cancellationToken);

    /// <summary>Reads the current record.</summary>
    /// <param name="table">The file.</param>
    /// <param name="row">The row, when it is good.</param>
    /// <returns>What it is.</returns>
    public abstract RowReading Read(TextTable table, out ReadingRow row);

    /// <summary>Makes the command of some rows of one key.</summary>
    /// <param name="part">Their rows, by day.</param>
    /// <param name="number">Which of the key's commands it is, from 1.</param>
    public abstract ImportItem.Take Take(IReadOnlyList<ReadingRow> part, int number);
}
