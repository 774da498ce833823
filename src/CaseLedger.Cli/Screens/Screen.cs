using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CaseLedger.Cli.Screens;

/// <summary>Where the verb speaks: results for scripts on standard output, and for people there too unless scripts have it.</summary>
/// <param name="surroundings">The two outputs.</param>
/// <param name="secret">The token, which never appears; null where there is none.</param>
/// <param name="outputIsForScripts">Whether standard output holds JSON or CSV and nothing else.</param>
/// <param name="isQuiet">Whether only what went wrong is said.</param>
internal sealed class Screen(Surroundings surroundings, string? secret, bool outputIsForScripts, bool isQuiet)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Whether only what went wrong is said.</summary>
    public bool IsQuiet => isQuiet;

    /// <summary>A result for people.</summary>
    public void Say(string text)
    {
        if (!isQuiet)
        {
            (outputIsForScripts ? surroundings.Error : surroundings.Output).WriteLine(Clean(text));
        }
    }

    /// <summary>What goes on, beside results.</summary>
    public void Note(string text)
    {
        if (!isQuiet)
        {
            surroundings.Error.WriteLine(Clean(text));
        }
    }

    /// <summary>What went wrong.</summary>
    public void Complain(string text) => surroundings.Error.WriteLine(Clean(text));

    /// <summary>One line of JSON for scripts.</summary>
    public void Print(object result) => surroundings.Output.WriteLine(Hide(JsonSerializer.Serialize(result, Json)));

    /// <summary>The text as it may be shown.</summary>
    public string Clean(string text) => Plain.Of(Hide(text));

    private string Hide(string text) => Plain.WithoutTokens(secret is null ? text : text.Replace(secret, "…", StringComparison.Ordinal));
}
