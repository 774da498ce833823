using CaseLedger.Domain;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace CaseLedger.Web.Http;

internal static partial class Problems
{
    // What the address names is looked for, so its absence is a 404; whatever else a rule says is a conflict.
    private static readonly Dictionary<string, int> StatusByCode = new()
    {
        [RefusalKinds.NotYours.Code] = Status403Forbidden,
        [RefusalKinds.RequestNotFound.Code] = Status404NotFound,
        [RefusalKinds.PromiseNotFound.Code] = Status404NotFound,
        [RefusalKinds.IncidentNotFound.Code] = Status404NotFound,
    };

    /// <summary>A rule of the domain stands against it.</summary>
    public static Problem For(Refusal refusal)
    {
        var more = new Dictionary<string, object?>();
        foreach (var (name, value) in new[] { ("field", refusal.Field), ("expected", refusal.Expected), ("actual", refusal.Actual) })
        {
            if (value is not null)
            {
                more.Add(name, value);
            }
        }

        return new(StatusByCode.GetValueOrDefault(refusal.Code, Status409Conflict), refusal.Code, refusal.Kind.Meaning)
        {
            Detail = refusal.Detail,
            More = more,
        };
    }
}
