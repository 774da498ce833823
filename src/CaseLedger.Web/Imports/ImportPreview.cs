using CaseLedger.Domain.Cases;
using CaseLedger.Domain;
using CaseLedger.Imports;

namespace CaseLedger.Web.Imports;

/// <summary>Reads a file without recording anything: what would be taken, and what would not.</summary>
/// <param name="Accepted">Rows that could be taken, as far as the file itself tells.</param>
/// <param name="Refused">Rows that could not.</param>
/// <param name="FirstRefused">The first of them.</param>
/// <param name="Fault">Why it cannot be read (on).</param>
internal sealed record ImportPreview(long Accepted, long Refused, IReadOnlyList<RefusedRow> FirstRefused, FileFault? Fault)
{
    private const int MostRefused = 100;

    /// <summary>Reads the file to its end.</summary>
    public static ImportPreview Of(IImporter importer, Stream file, ImportRequest request, CancellationToken cancellationToken)
    {
        var (accepted, refused) = (0L, 0L);
        var first = new List<RefusedRow>();
        FileFault? fault = null;
        // A row of a sheet with two sources becomes part of two commands and is still one row.
        var counted = request.Start.Isrc is null ? null : new HashSet<long>();
        foreach (var item in importer.Read(file, request, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (item)
            {
                case ImportItem.Take take when Judge(take, request) is { } refusal:
                    foreach (var line in take.Lines)
                    {
                        Refuse(new(line, $"{take.Isrc}", null, refusal.Code, refusal.Detail, "Put the row right, and send it in a file of its own under the same header."));
                    }

                    break;
                case ImportItem.Take take:
                    accepted += counted is null ? take.Lines.Count : take.Lines.Count(counted.Add);
                    break;
                case ImportItem.Refuse(var row):
                    Refuse(row);
                    break;
                case ImportItem.Stop(var why):
                    fault = why;
                    break;
            }
        }

        return new(accepted, refused, first, fault);

        void Refuse(RefusedRow row)
        {
            if (counted?.Add(row.Line) is not false)
            {
                refused++;
            }

            if (first.Count < MostRefused)
            {
                first.Add(row);
            }
        }
    }

    // What depends on the case, such as whether it is open, is judged when it is recorded.
    private static Refusal? Judge(ImportItem.Take take, ImportRequest request) =>
        Recording.AsksNothing(take.Command) && Recording.Decide(CaseState.Fold(take.Isrc, []), take.Command, request.Now) is Decision.Refused(var refusal) ? refusal : null;
}
