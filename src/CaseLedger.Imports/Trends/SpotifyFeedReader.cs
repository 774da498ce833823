using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Imports.Text;

namespace CaseLedger.Imports.Trends;

/// <summary>Knows the records of Spotify's feed.</summary>
/// <param name="request">What is known beside the file.</param>
internal sealed class SpotifyFeedReader(ImportRequest request) : RowReader
{
    private const string Date = "date";
    private const string Isrc = "trackv2.isrc";
    private const string Total = "streams.total";
    private const string Type = "type";
    private const string TypeTaken = "aggregatedstreams";

    // The places of the fields, in the order in which they are asked for.
    private const int DateAt = 0, IsrcAt = 1, TotalAt = 2, TypeAt = 3;

    private readonly JsonFields json = new(Date, Isrc, Total, Type);
    private readonly Observed observed = request.Start.Observed ?? new Observed.Unknown();

    /// <inheritdoc/>
    public override string DayField => Date;

    /// <inheritdoc/>
    public override TextTable Open(Stream file, CancellationToken cancellationToken) => TextTable.OpenLines(file, cancellationToken);

    /// <inheritdoc/>
    public override RowReading Read(TextTable table, out ReadingRow row)
    {
        row = default;
        var line = table.RawBytes;
        if (line.IsEmpty)
        {
            return RowReading.Empty;
        }

        Fault = json.Read(line) ?? OtherRecord(line) ?? Judge(table.Line, line, out row);
        return Fault is null ? RowReading.Good : RowReading.Refused;
    }

    /// <inheritdoc/>
    public override ImportItem.Take Take(IReadOnlyList<ReadingRow> part, int number)
    {
        var isrc = PackedIsrc.Unpack(part[0].Isrc);
        long[] lines = [.. part.Select(row => row.Line).Order()];
        return new(
            isrc,
            new ReceiveStoreFeed(
                request.IdOf(isrc, $"{lines[0]}"),
                request.Actor,
                Store.Spotify,
                observed,
                part.Select(row => new DayCount(Cells.DayOf(row.Day), new(row.Count))).ToValueList(),
                new FileLine(request.Start.File, lines[0])),
            lines);
    }

    private CellFault? OtherRecord(ReadOnlySpan<byte> line)
    {
        const string Advice = "Only aggregatedstreams records are taken; leave the others out.";
        return json.Has(TypeAt) && !json.Text(TypeAt, line).SequenceEqual("aggregatedstreams"u8)
                ? new(Type, "record-other", $"The record is {Cells.Shown(json.Text(TypeAt, line))} and not '{TypeTaken}'.", Advice)
            : !json.Has(DateAt) ? new(Date, "field-missing", $"The record has no '{Date}'.", Advice)
            : json.Text(IsrcAt, line).IsEmpty ? new(Isrc, "isrc-missing", $"The record has no '{Isrc}'.", "A track without an ISRC belongs to no case; leave it out.")
            : json.Text(TotalAt, line).IsEmpty ? new(Total, "field-missing", $"The record has no '{Total}'.", Advice)
            : null;
    }

    private CellFault? Judge(long number, ReadOnlySpan<byte> line, out ReadingRow row)
    {
        var day = 0;
        var count = 0L;
        var fault = Cells.Isrc(Isrc, json.Text(IsrcAt, line), out var isrc)
            ?? Cells.Day(Date, json.Text(DateAt, line), out day)
            ?? Cells.Count(Total, json.Text(TotalAt, line), out count)
            ?? (count == ReadingRow.None ? new CellFault(Total, "count-unreadable", "The record has a word for its total.", "Write a number.") : null)
            ?? DayOver(day);
        row = fault is null
            ? new(isrc, 0, number, count, ReadingRow.None, ReadingRow.None, ReadingRow.None, 0, day)
            : default;
        return fault;
    }

    private CellFault? DayOver(int number)
    {
        var day = Cells.DayOf(number);
        return observed.LatestPossible(request.Now) >= day.EndsAt ? null : new(
            Date,
            "day-not-over",
            $"{day} was not over (in UTC) when the feed was delivered.",
            "Check the day, and the moment that was given for the file.");
    }
}
