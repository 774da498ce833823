namespace CaseLedger.Domain;

/// <summary>Why a command was refused, as a value: a stable code, the field, and what was expected and found.</summary>
/// <param name="Kind">Which rule.</param>
/// <param name="Field">The field of the command in the API's spelling, such as <c>readings[2].day</c>; null when the case itself stands against it.</param>
/// <param name="Expected">What the rule would have taken.</param>
/// <param name="Actual">What was found. Never the contents of evidence.</param>
public sealed record Refusal(RefusalKind Kind, string? Field = null, string? Expected = null, string? Actual = null)
{
    /// <summary>The stable code.</summary>
    public string Code => Kind.Code;

    /// <summary>The rule in words, with what was expected and found.</summary>
    public string Detail => (Expected, Actual) switch
    {
        (null, null) => Kind.Meaning,
        (null, _) => $"{Kind.Meaning} Found: {Actual}.",
        (_, null) => $"{Kind.Meaning} Expected: {Expected}.",
        _ => $"{Kind.Meaning} Expected: {Expected}; found: {Actual}.",
    };

    /// <summary>Refuses when something is so.</summary>
    internal static Refusal? If(bool so, RefusalKind kind, string? field = null, string? actual = null) =>
        so ? new(kind, field, Actual: actual) : null;
}

/// <summary>A rule that can stand against a command.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Meaning">One sentence, for people.</param>
public sealed record RefusalKind(string Code, string Meaning);

/// <summary>Something that looks odd about a command and is recorded all the same.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Field">The field of the command.</param>
/// <param name="Expected">What would not have been odd.</param>
/// <param name="Actual">What was found.</param>
public sealed record Warning(string Code, string Field, string Expected, string Actual)
{
    /// <summary>Code of the warning about streams or sales before the release date.</summary>
    public const string BeforeReleaseCode = "before-release";

    internal static Warning BeforeRelease(string field, Day release, string actual) =>
        new(BeforeReleaseCode, field, $"on or after {release}", actual);
}
