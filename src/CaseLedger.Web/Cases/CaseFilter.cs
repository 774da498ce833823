using CaseLedger.Domain;
using CaseLedger.Domain.Cases;

namespace CaseLedger.Web.Cases;

/// <summary>The filter of the case list as it stands in the address of the page, of its CSV and of a saved view.</summary>
/// <remarks>
/// Looser than the API's: a form sends its empty fields too. Open cases are meant unless another status, or
/// <see cref="EveryStatus"/>, is asked for.
/// </remarks>
internal sealed class CaseFilter
{
    /// <summary>The word for every status.</summary>
    public const string EveryStatus = "all";

    private const int LongestWords = 200;

    private static readonly string[] Fields = ["q", "status", "waitingOn", "store", "incident", "assignee", "sort"];

    private readonly Dictionary<string, string> _shown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _faults = new(StringComparer.Ordinal);

    private CaseFilter()
    {
    }

    /// <summary>What cannot be read: by field, the key of the text that says so.</summary>
    public IReadOnlyDictionary<string, string> Faults => _faults;

    /// <summary>The filter, with the order, from the beginning of the list.</summary>
    public CaseListQuery Query { get; private set; } = new(CaseStatus.Open, null, null, null, null, null, null, null, null);

    /// <summary>The order.</summary>
    public CaseOrder Sort => Query.Sort ?? CaseOrder.LatestFirst;

    /// <summary>Whether anything narrows the list of open cases.</summary>
    public bool IsNarrow => Fields.Any(name => name is not ("status" or "sort") && Shown(name).Length > 0) || Query.Status is CaseStatus.Resolved or CaseStatus.Watched;

    /// <summary>Reads the filter of an address; other parameters are none of its own.</summary>
    public static CaseFilter Read(IQueryCollection address)
    {
        var filter = new CaseFilter();
        foreach (var field in Fields)
        {
            filter._shown[field] = address[field] is [{ } text, ..] ? text.Trim() : "";
        }

        var status = filter.Shown("status");
        filter.Query = new(
            status.Length == 0 ? CaseStatus.Open : status == EveryStatus ? null : filter.Word<CaseStatus>("status"),
            filter.Value<Store>("store", Store.TryParse, "form.slug"),
            filter.Word<Party>("waitingOn"),
            filter.Value<AccountId>("assignee", AccountId.TryParse, "form.account"),
            filter.Value<Slug>("incident", Slug.TryParse, "form.slug"),
            filter.Words("q"),
            filter.Word<CaseOrder>("sort"),
            null,
            null);
        return filter;
    }

    /// <summary>What stands in a field of the form.</summary>
    public string Shown(string field) => _shown[field];

    /// <summary>What stands behind the question mark, each part once and in one order; perhaps with another order of the list.</summary>
    /// <param name="sort">Another order than the filter's.</param>
    public string Address(CaseOrder? sort = null)
    {
        var order = sort ?? Sort;
        return string.Join('&', Fields
            .Select(field => (Field: field, Text: field == "sort" ? (order == CaseOrder.LatestFirst ? "" : Domain.Words.Of(order)) : Shown(field)))
            .Where(part => part.Text.Length > 0 && !(part.Field == "status" && part.Text == Domain.Words.Of(CaseStatus.Open)))
            .Select(part => $"{part.Field}={Uri.EscapeDataString(part.Text)}"));
    }

    private delegate bool Reader<T>(string? text, out T? value);

    private TEnum? Word<TEnum>(string field)
        where TEnum : struct, Enum
    {
        if (Shown(field).Length == 0)
        {
            return null;
        }

        if (Domain.Words.TryParse<TEnum>(Shown(field), out var word))
        {
            return word;
        }

        _faults.Add(field, "form.choice");
        return null;
    }

    private T? Value<T>(string field, Reader<T> read, string fault)
        where T : class
    {
        if (Shown(field).Length == 0)
        {
            return null;
        }

        if (read(Shown(field), out var value))
        {
            return value;
        }

        _faults.Add(field, fault);
        return null;
    }

    private string? Words(string field)
    {
        var text = Shown(field);
        if (text.Length > LongestWords)
        {
            _faults.Add(field, "form.search-too-long");
        }
        else if (text.Any(char.IsControl))
        {
            _faults.Add(field, "form.control-character");
        }

        return text.Length == 0 || _faults.ContainsKey(field) ? null : text;
    }
}
