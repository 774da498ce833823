using System.Text.Json.Nodes;

namespace CaseLedger.Domain.Codec;

/// <summary>Rewrites the JSON of an old version of an event into that of the next. The stored bytes stay as they are.</summary>
/// <param name="From">The old wire name, such as <c>case-opened.v1</c>.</param>
/// <param name="To">The next wire name, such as <c>case-opened.v2</c>; it may itself be old.</param>
/// <param name="Rewrite">The change. It may alter and return the object it was given.</param>
public sealed record Upcaster(string From, string To, Func<JsonObject, JsonObject> Rewrite);
