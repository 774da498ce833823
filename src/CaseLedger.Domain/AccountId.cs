using System.Diagnostics.CodeAnalysis;

namespace CaseLedger.Domain;

/// <summary>
/// A pseudonymous account: <c>agent:…</c>, <c>artist:…</c>, <c>manager:…</c> or <c>import:…</c> with a slug after the colon,
/// at most 80 characters together. Never a name or an e-mail address.
/// </summary>
public sealed record AccountId
{
    /// <summary>The longest account id, kind and colon included.</summary>
    public const int LongestLength = 80;

    private readonly string text;

    private AccountId(string text, AccountKind kind)
    {
        this.text = text;
        Kind = kind;
    }

    /// <summary>What kind of account it is.</summary>
    public AccountKind Kind { get; }

    /// <summary>Whether the account works for the distributor and may mend what others recorded.</summary>
    public bool IsStaff => Kind is AccountKind.Agent or AccountKind.Manager;

    /// <summary>Takes an account id if the text is one.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="account">The account.</param>
    /// <returns>Whether the text is an account id.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AccountId? account)
    {
        account = null;
        if (text is null || text.Length > LongestLength) return false;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !Words.TryParse<AccountKind>(text[..colon], out var kind)) return false;
        if (!Slug.IsWellFormed(text.AsSpan(colon + 1), LongestLength)) return false;
        account = new(text, kind);
        return true;
    }

    /// <summary>Takes a text that is known to be an account id.</summary>
    /// <param name="text">The account id.</param>
    /// <returns>The account.</returns>
    /// <exception cref="FormatException">The text is none.</exception>
    public static AccountId Parse(string text) =>
        TryParse(text, out var account) ? account : throw new FormatException($"'{text}' is not an account id.");

    /// <summary>The text.</summary>
    /// <returns>For example <c>agent:support-1</c>.</returns>
    public override string ToString() => text;
}

/// <summary>The kinds of accounts.</summary>
public enum AccountKind
{
    /// <summary>Support: logs claims and works cases.</summary>
    [Word("agent")]
    Agent = 1,

    /// <summary>An artist, who sees only their own cases.</summary>
    [Word("artist")]
    Artist,

    /// <summary>Looks across all cases and declares incidents.</summary>
    [Word("manager")]
    Manager,

    /// <summary>A machine that hands in files or feeds.</summary>
    [Word("import")]
    Import,
}
