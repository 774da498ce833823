using CaseLedger.Domain;
using CaseLedger.Domain.Cases;

namespace CaseLedger.Web.Cases;

/// <summary>One number of a screenshot or a reply.</summary>
internal sealed record DayCountBody(Day Day, StreamCount Count, Measure? Measure)
{
    /// <summary>The domain's values.</summary>
    public static ValueList<DayCount> Read(IReadOnlyList<DayCountBody> readings) =>
        readings.Select(r => new DayCount(r.Day, r.Count, r.Measure ?? Domain.Measure.Streams)).ToValueList();
}
