using CaseLedger.Domain;

namespace CaseLedger.Web.Duties;

/// <summary>Which open duties, as it stands in the address of the page and of its CSV.</summary>
internal sealed class OpenDutyFilter
{
    /// <summary>The word for those that are late, and no others.</summary>
    public const string OnlyOverdue = "only";

    private static readonly string[] Fields = ["overdue", "owedBy", "kind"];

    private static readonly string[] Kinds = [DutiesProjection.Promise, DutiesProjection.Request];

    private readonly Dictionary<string, string> _shown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _faults = new(StringComparer.Ordinal);

    private OpenDutyFilter()
    {
    }

    /// <summary>What cannot be read: by field, the key of the text that says so.</summary>
    public IReadOnlyDictionary<string, string> Faults => _faults;

    /// <summary>Only what is late.</summary>
    public bool IsOverdue { get; private set; }

    /// <summary>Only what this party owes.</summary>
    public Party? OwedBy { get; private set; }

    /// <summary>Only requests, or only promises.</summary>
    public string? Kind { get; private set; }

    /// <summary>Whether it leaves anything out.</summary>
    public bool IsNarrow => Fields.Any(name => Shown(name).Length > 0);

    /// <summary>Reads the filter of an address; other parameters are none of its own.</summary>
    public static OpenDutyFilter Read(IQueryCollection address)
    {
        var filter = new OpenDutyFilter();
        foreach (var field in Fields)
        {
            filter._shown[field] = address[field] is [{ } text, ..] ? text.Trim() : "";
        }

        filter.IsOverdue = filter.Choice("overdue", [OnlyOverdue]) is not null;
        filter.Kind = filter.Choice("kind", Kinds);
        filter.OwedBy = filter.Choice("owedBy", Words.All<Party>()) is { } party && Words.TryParse<Party>(party, out var owedBy) ? owedBy : null;
        return filter;
    }

    /// <summary>What stands in a field of the form.</summary>
    public string Shown(string field) => _shown[field];

    /// <summary>What stands behind the question mark, each part once and in one order.</summary>
    public string Address() =>
        string.Join('&', Fields.Where(field => Shown(field).Length > 0).Select(field => $"{field}={Uri.EscapeDataString(Shown(field))}"));

    private string? Choice(string field, IEnumerable<string> words)
    {
        if (Shown(field).Length > 0 && !words.Contains(Shown(field)))
        {
            _faults.Add(field, "form.choice");
        }

        return Shown(field).Length == 0 || _faults.ContainsKey(field) ? null : Shown(field);
    }
}
