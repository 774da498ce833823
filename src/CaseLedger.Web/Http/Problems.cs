using static Microsoft.AspNetCore.Http.StatusCodes;

namespace CaseLedger.Web.Http;

/// <summary>Every error that the server answers with, beside those of the domain's rules: one code each, for ever.</summary>
internal static partial class Problems
{
    private static readonly TimeSpan ShortWhile = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongerWhile = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongWhile = TimeSpan.FromMinutes(1);

    /// <summary>Nobody is signed in, or the token does not hold.</summary>
    public static Problem NotSignedIn { get; } = new(Status401Unauthorized, "not-signed-in", "A valid token is needed")
    {
        Detail = "Send the header 'Authorization: Bearer <token>'.",
    };

    /// <summary>The role may not do this at all.</summary>
    public static Problem NotAllowed { get; } = new(Status403Forbidden, "not-allowed", "Your role may not do this");

    /// <summary>A write by session cookie, which a browser sends by itself, without the token that only our pages know.</summary>
    public static Problem Antiforgery { get; } = new(Status400BadRequest, "antiforgery", "The antiforgery token is missing or too old")
    {
        Detail = "A write by session cookie carries the token of a page of this server in the header 'RequestVerificationToken'.",
    };

    /// <summary>A write that another site made somebody's browser send.</summary>
    public static Problem ForeignOrigin { get; } = new(Status403Forbidden, "foreign-origin", "Writes from other sites are refused");

    /// <summary>More was sent than one caller sends.</summary>
    public static Problem TooMany { get; } = new(Status429TooManyRequests, "too-many", "Too many requests; try again in a while") { RetryAfter = LongWhile };

    /// <summary>
    /// There is no such thing, or it is not the caller's. One value for both, without any trace of the request:
    /// an artist must not find out by comparing answers which cases exist.
    /// </summary>
    public static Problem NotFound { get; } = new(Status404NotFound, "not-found", "There is no such thing here");

    /// <summary>An artist may open cases for recordings of their own only.</summary>
    public static Problem RecordingNotYours { get; } = new(Status403Forbidden, "recording-not-yours", "You may open cases for your own recordings only")
    {
        Detail = "The recording is not entered as yours. Ask the support to enter it.",
    };

    /// <summary>An artist speaks for nobody else.</summary>
    public static Problem OwnWordsOnly { get; } = new(Status403Forbidden, "own-words-only", "You may record what is yours only")
    {
        Detail = "An artist records their own words, requests and answers: the party is artist.",
    };

    /// <summary>The body is larger than any body need be.</summary>
    public static Problem TooLarge { get; } = new(Status413PayloadTooLarge, "body-too-large", "The body is too large")
    {
        More = new Dictionary<string, object?> { ["mostBytes"] = JsonBody.MostBytes },
    };

    /// <summary>The body is of another kind.</summary>
    public static Problem UnsupportedMediaType { get; } =
        new(Status415UnsupportedMediaType, "unsupported-media-type", "The body has to be application/json");

    /// <summary>The address knows another method.</summary>
    public static Problem MethodNotAllowed { get; } = new(Status405MethodNotAllowed, "method-not-allowed", "The address has no such method");

    /// <summary>The database does not answer; nothing is known to be wrong with the request.</summary>
    public static Problem DatabaseUnavailable { get; } =
        new(Status503ServiceUnavailable, "database-unavailable", "The database does not answer") { RetryAfter = LongerWhile };

    /// <summary>Something is wrong with the server itself.</summary>
    public static Problem ServerFault { get; } = new(Status500InternalServerError, "server-fault", "The server failed; the operator's log says why");

    /// <summary>The request has fields that cannot be read.</summary>
    public static Problem Malformed(Faults faults) => new(Status400BadRequest, "malformed", "The request cannot be read")
    {
        Errors = faults.ByField(),
    };

    /// <summary>The request has one thing that cannot be read.</summary>
    public static Problem Malformed(string field, string message)
    {
        var faults = new Faults();
        faults.Add(field, message);
        return Malformed(faults);
    }

    /// <summary>The stream has moved on since the version that the caller named.</summary>
    public static Problem VersionConflict(int expected, int actual) =>
        new(Status412PreconditionFailed, "version-conflict", "It has changed since the version that you named")
        {
            More = new Dictionary<string, object?> { ["expected"] = expected, ["actual"] = actual },
        };

    /// <summary>The id stands for something else already.</summary>
    public static Problem IdReused(Guid id) => new(Status409Conflict, "id-reused", "The id is taken by other content")
    {
        Detail = "The first content stays. Choose a new id for what is new.",
        More = new Dictionary<string, object?> { ["id"] = id },
    };

    /// <summary>The ledger's queue is full.</summary>
    public static Problem Overloaded(int capacity) => new(Status503ServiceUnavailable, "overloaded", "Too many writes wait already")
    {
        Detail = "Nothing was recorded. Send the same request again, with the same id.",
        RetryAfter = ShortWhile,
        More = new Dictionary<string, object?> { ["capacity"] = capacity },
    };

    /// <summary>So many others wrote to the same stream that this write never had its turn.</summary>
    public static Problem Contended { get; } = new(Status503ServiceUnavailable, "contended", "Too many write here at once")
    {
        Detail = "Nothing was recorded. Send the same request again, with the same id.",
        RetryAfter = ShortWhile,
    };

    /// <summary>The ledger failed, and nothing was recorded.</summary>
    public static Problem NotRecorded { get; } = new(Status503ServiceUnavailable, "not-recorded", "Nothing was recorded")
    {
        Detail = "The database failed before anything was recorded. Send the same request again, with the same id.",
        RetryAfter = LongerWhile,
    };

    /// <summary>Whether it was recorded cannot be said now.</summary>
    public static Problem OutcomeUnknown(IReadOnlyList<Guid> ids) =>
        new(Status503ServiceUnavailable, "outcome-unknown", "It is not known whether this was recorded")
        {
            Detail = "The connection was lost while recording. Send the same request again, with the same id: "
                + "if it was recorded you get its receipt, if not it is recorded then.",
            RetryAfter = LongerWhile,
            More = new Dictionary<string, object?> { ["ids"] = ids },
        };

    /// <summary>The problem of a bare status that the framework answers with.</summary>
    public static Problem OfStatus(int status) => status switch
    {
        Status401Unauthorized => NotSignedIn,
        Status403Forbidden => NotAllowed,
        Status404NotFound => NotFound,
        Status405MethodNotAllowed => MethodNotAllowed,
        Status413PayloadTooLarge => TooLarge,
        Status415UnsupportedMediaType => UnsupportedMediaType,
        >= 500 => ServerFault with { Status = status },
        _ => new(status, "malformed", "The request cannot be read"),
    };
}
