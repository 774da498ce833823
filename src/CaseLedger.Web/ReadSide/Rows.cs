using CaseLedger.Ledger.Projections;

namespace CaseLedger.Web.ReadSide;

/// <summary>Rows for one table, gathered from a batch of events and written by one COPY.</summary>
/// <param name="table">Table and columns, e.g. <c>duty (position, isrc)</c>.</param>
internal sealed class Rows(string table)
{
    private readonly List<object?[]> _rows = [];

    /// <summary>Adds a row.</summary>
    /// <param name="values">In the order of the columns, each of exactly its column's type.</param>
    public void Add(params object?[] values) => _rows.Add(values);

    /// <summary>Writes the rows; costs nothing where there are none.</summary>
    public async Task WriteTo(ProjectionWriter writer, CancellationToken cancellationToken)
    {
        if (_rows.Count == 0)
        {
            return;
        }

        await using var copy = await writer.Copy(table, cancellationToken);
        foreach (var row in _rows)
        {
            await copy.WriteRowAsync(cancellationToken, row);
        }

        await copy.CompleteAsync(cancellationToken);
    }
}
