using CaseLedger.Domain;
using NodaTime;

namespace CaseLedger.Web.Http;

/// <summary>When something was seen, said or sent, as a body writes it: exactly one of <c>at</c>, <c>on</c> and <c>unknown</c>.</summary>
internal sealed record ObservedBody(Instant? At, Day? On, bool? Unknown, bool? Approximate) : IChecked
{
    /// <inheritdoc/>
    public void Check(string path, Faults faults)
    {
        var given = (At is null ? 0 : 1) + (On is null ? 0 : 1) + (Unknown is null ? 0 : 1);
        if (given != 1)
        {
            faults.Add(path, "expected exactly one of at, on and unknown");
        }
        else if (Unknown is false)
        {
            faults.Expected(Shape.Join(path, "unknown"), "true (or at, or on)", "false");
        }
    }

    /// <summary>The domain's value.</summary>
    public Observed Read(bool? approximateBeside = null)
    {
        Observed observed = this switch
        {
            { At: { } instant } => new Observed.At(instant),
            { On: { } day } => new Observed.On(day),
            _ => new Observed.Unknown(),
        };
        return observed with { Approximate = Approximate is true || approximateBeside is true };
    }
}

/// <summary>The two ways of writing when: a plain moment (<c>saidAt</c>), or <c>observed</c> with its precision.</summary>
internal static class When
{
    /// <summary>Notes a fault unless exactly one of the two is there (or, where it may be left out, none).</summary>
    public static void Check(string path, Faults faults, string plain, Moment? moment, ObservedBody? observed, bool optional = false)
    {
        if (moment is not null && observed is not null)
        {
            faults.Add(Shape.Join(path, plain), "stands beside observed: give one of the two");
        }
        else if (!optional && moment is null && observed is null)
        {
            faults.Expected(Shape.Join(path, plain), "a moment (or observed)", "nothing");
        }
    }

    /// <summary>The domain's value; unknown where nothing was given.</summary>
    public static Observed Read(Moment? moment, ObservedBody? observed, bool? approximate) =>
        observed?.Read(approximate)
        ?? (moment?.Observed ?? new Observed.Unknown()) with { Approximate = approximate is true };
}
