using CaseLedger.Domain;

namespace CaseLedger.Web.Incidents;

/// <summary>What the radar is asked to look at, as it stands in the address of its page.</summary>
internal sealed class RadarFilter
{
    private static readonly string[] Fields = ["from", "to", "store"];

    private readonly Dictionary<string, string> _shown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _faults = new(StringComparer.Ordinal);

    private RadarFilter(RadarStretch stretch) => Stretch = stretch;

    /// <summary>What cannot be read: by field, the key of the text that says so.</summary>
    public IReadOnlyDictionary<string, string> Faults => _faults;

    /// <summary>The days.</summary>
    public RadarStretch Stretch { get; private set; }

    /// <summary>Only this store.</summary>
    public Store? Store { get; private set; }

    /// <summary>Reads an address: the four weeks up to yesterday, or up to the last day that is named, unless it says more.</summary>
    /// <param name="address">The address's parameters; others are none of its own.</param>
    /// <param name="yesterday">The last day that is over.</param>
    public static RadarFilter Read(IQueryCollection address, Day yesterday)
    {
        var filter = new RadarFilter(RadarStretch.UpTo(yesterday));
        foreach (var field in Fields)
        {
            filter._shown[field] = address[field] is [{ } text, ..] ? text.Trim() : "";
        }

        var (from, to) = (filter.DayOf("from"), filter.DayOf("to") ?? yesterday);
        if (filter.Shown("store").Length > 0)
        {
            if (Store.TryParse(filter.Shown("store"), out var store))
            {
                filter.Store = store;
            }
            else
            {
                filter._faults.Add("store", "form.slug");
            }
        }

        if (from is null && to >= RadarStretch.FirstTo)
        {
            from = RadarStretch.UpTo(to).From;
        }

        if (filter._faults.Count == 0)
        {
            if (from is { } first && RadarStretch.TryMake(first, to, out var stretch))
            {
                filter.Stretch = stretch;
                (filter._shown["from"], filter._shown["to"]) = ($"{first}", $"{to}");
            }
            else
            {
                filter._faults.Add("to", "form.stretch");
            }
        }

        return filter;
    }

    /// <summary>What stands in a field of the form.</summary>
    public string Shown(string field) => _shown[field];

    private Day? DayOf(string field)
    {
        if (Shown(field).Length == 0)
        {
            return null;
        }

        if (Day.TryParse(Shown(field), out var day))
        {
            return day;
        }

        _faults.Add(field, "form.day");
        return null;
    }
}
