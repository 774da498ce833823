namespace CaseLedger.Web.Http;

/// <summary>One thing that is wrong with a request, at the field where it is.</summary>
/// <param name="Field">The field's path, e.g. <c>readings[2].count</c>; <c>$</c> is the body as a whole.</param>
/// <param name="Message">What was expected there and what came instead.</param>
internal readonly record struct Fault(string Field, string Message);

/// <summary>Collects what is wrong with a request, so that a caller hears of all of it at once.</summary>
internal sealed class Faults
{
    // A hostile body may be wrong in a million places; a person can use the first few.
    private const int Most = 50;
    private const int LongestQuote = 60;

    private readonly List<Fault> _faults = [];

    /// <summary>Nothing was found to be wrong.</summary>
    public bool None => _faults.Count == 0;

    /// <summary>How many faults were found so far, to tell whether a part added any.</summary>
    public int Count { get; private set; }

    /// <summary>Notes a fault.</summary>
    public void Add(string field, string message)
    {
        Count++;
        if (_faults.Count < Most)
        {
            _faults.Add(new(field, message));
        }
    }

    /// <summary>Notes that something else was expected.</summary>
    public void Expected(string field, string expected, string got) =>
        Add(field, $"expected {expected}, got {(got.Length <= LongestQuote ? got : got[..LongestQuote] + "…")}");

    /// <summary>The messages by field, in the order found.</summary>
    public Dictionary<string, string[]> ByField() =>
        _faults.GroupBy(f => f.Field).ToDictionary(g => g.Key, g => g.Select(f => f.Message).ToArray());
}
