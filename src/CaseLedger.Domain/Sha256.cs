using System.Diagnostics.CodeAnalysis;

namespace CaseLedger.Domain;

/// <summary>The SHA-256 digest of a piece of evidence: 64 lower-case hexadecimal digits. The ledger holds digests, never the bytes.</summary>
public sealed record Sha256
{
    private const int Digits = 64;

    private readonly string hex;

    private Sha256(string hex) => this.hex = hex;

    /// <summary>Takes a digest in either case.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="digest">The digest.</param>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Sha256? digest)
    {
        digest = text is { Length: Digits } && text.All(char.IsAsciiHexDigit) ? new(string.Concat(text.Select(char.ToLowerInvariant))) : null;
        return digest is not null;
    }

    /// <summary>Takes a text that is known to be a digest.</summary>
    /// <param name="text">64 hexadecimal digits.</param>
    /// <returns>The digest.</returns>
    /// <exception cref="FormatException">The text is none.</exception>
    public static Sha256 Parse(string text) =>
        TryParse(text, out var digest) ? digest : throw new FormatException("Not a SHA-256 digest (64 hexadecimal digits).");

    /// <summary>The digits.</summary>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public override string ToString() => hex;
}
