namespace CaseLedger.Web.Http;

/// <summary>On an endpoint: a header of its good answers, for the OpenAPI document.</summary>
/// <param name="Name">The header.</param>
/// <param name="Meaning">What it says.</param>
internal sealed record AnswerHeader(string Name, string Meaning)
{
    /// <summary>The version of what is shown or was recorded.</summary>
    public static AnswerHeader Version { get; } = new("ETag", "The version, in quotes: what If-Match takes.");
}

/// <summary>On an endpoint: another form in which it answers, as text, for the OpenAPI document.</summary>
/// <param name="MediaType">What Accept has to ask for.</param>
internal sealed record AnswerAlsoAs(string MediaType);
