using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace CaseLedger.Web.Languages;

/// <summary>The texts of a language by their keys, from the files in <c>Languages/&lt;code&gt;</c>.</summary>
internal sealed class Texts
{
    private static readonly FrozenDictionary<string, Texts> ByLanguage = Language.All.ToFrozenDictionary(language => language.Code, Load);

    private readonly FrozenDictionary<string, string> _texts;

    private Texts(Language language, FrozenDictionary<string, string> texts) => (Language, _texts) = (language, texts);

    /// <summary>The language.</summary>
    public Language Language { get; }

    /// <summary>Every key there is.</summary>
    public IEnumerable<string> Keys => _texts.Keys;

    /// <summary>The texts of a language.</summary>
    public static Texts Of(Language language) => ByLanguage[language.Code];

    /// <summary>A text; the arguments take the places of <c>{0}</c>, <c>{1}</c> and so on.</summary>
    /// <exception cref="KeyNotFoundException">No such key: a fault of the page, which a test finds.</exception>
    public string this[string key, params ReadOnlySpan<object?> arguments]
    {
        get
        {
            var text = _texts.TryGetValue(key, out var found) ? found : throw new KeyNotFoundException($"No text '{key}' in {Language.Code}.");
            return arguments.IsEmpty ? text : string.Format(CultureInfo.InvariantCulture, text, arguments);
        }
    }

    /// <summary>Whether there is such a text.</summary>
    public bool Has(string key) => _texts.ContainsKey(key);

    private static Texts Load(Language language)
    {
        var assembly = typeof(Texts).Assembly;
        var start = $"Languages/{language.Code}/";
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(start, StringComparison.Ordinal)))
        {
            using var file = assembly.GetManifestResourceStream(name)!;
            foreach (var (key, text) in JsonSerializer.Deserialize<Dictionary<string, string>>(file)!)
            {
                // The same key in two files would make one of the texts vanish.
                if (!texts.TryAdd(key, text))
                {
                    throw new InvalidOperationException($"The text '{key}' stands twice in {start}.");
                }
            }
        }

        return new(language, texts.ToFrozenDictionary(StringComparer.Ordinal));
    }
}
