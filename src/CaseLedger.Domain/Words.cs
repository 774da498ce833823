using System.Reflection;

namespace CaseLedger.Domain;

/// <summary>The word that stands for a member on the wire, in URLs and in tables. Renaming the member never changes it.</summary>
/// <param name="text">The word: lower case, hyphens between parts.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class WordAttribute(string text) : Attribute
{
    /// <summary>The word.</summary>
    public string Text { get; } = text;
}

/// <summary>Turns members of the vocabulary's closed lists into their words and back.</summary>
public static class Words
{
    /// <summary>The word of a member.</summary>
    /// <typeparam name="TEnum">A closed list whose members all carry a <see cref="WordAttribute"/>.</typeparam>
    /// <param name="member">The member.</param>
    /// <returns>Its word.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is no member.</exception>
    public static string Of<TEnum>(TEnum member)
        where TEnum : struct, Enum =>
        Table<TEnum>.Texts.TryGetValue(member, out var text)
            ? text
            : throw new ArgumentOutOfRangeException(nameof(member), member, $"Not a {typeof(TEnum).Name}.");

    /// <summary>The member of a word, compared exactly.</summary>
    /// <typeparam name="TEnum">A closed list.</typeparam>
    /// <param name="word">Any text.</param>
    /// <param name="member">The member.</param>
    /// <returns>Whether the text is one of the words.</returns>
    public static bool TryParse<TEnum>(string? word, out TEnum member)
        where TEnum : struct, Enum
    {
        member = default;
        return word is not null && Table<TEnum>.Members.TryGetValue(word, out member);
    }

    /// <summary>All words of a closed list, in its order: for the message that names the choices.</summary>
    /// <typeparam name="TEnum">A closed list.</typeparam>
    /// <returns>The words.</returns>
    public static IReadOnlyList<string> All<TEnum>()
        where TEnum : struct, Enum => Table<TEnum>.InOrder;

    private static class Table<TEnum>
        where TEnum : struct, Enum
    {
        internal static readonly Dictionary<TEnum, string> Texts = Enum.GetValues<TEnum>().ToDictionary(
            member => member,
            member => typeof(TEnum).GetField(member.ToString())!.GetCustomAttribute<WordAttribute>()!.Text);

        internal static readonly Dictionary<string, TEnum> Members = Texts.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

        internal static readonly IReadOnlyList<string> InOrder = [.. Enum.GetValues<TEnum>().Select(member => Texts[member])];
    }
}
