using System.Text;
using CaseLedger.Domain;

namespace CaseLedger.Imports.Trends;

/// <summary>A recording's code as a number that sorts as the code does: twelve digits to the base 36.</summary>
internal static class PackedIsrc
{
    private const int Base = 36;
    private const int Digits = 10;

    // Of the twelve characters: two letters, three letters or digits, seven digits.
    private const int LettersEnd = 2;
    private const int RegistrantEnd = 5;

    /// <summary>Takes a code in its stored form only: what is written otherwise goes through <see cref="Isrc.Read"/>.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="packed">The number.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryPack(ReadOnlySpan<byte> text, out long packed)
    {
        packed = 0;
        if (text.Length != Isrc.Length)
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            var digit = text[i] - '0';
            var letter = text[i] - 'A';
            var isDigit = digit is >= 0 and < Digits;
            if (isDigit ? i < LettersEnd : i >= RegistrantEnd || letter is < 0 or >= Base - Digits)
            {
                return false;
            }

            packed = (packed * Base) + (isDigit ? digit : letter + Digits);
        }

        return true;
    }

    /// <summary>Packs a code.</summary>
    public static long Pack(Isrc isrc)
    {
        TryPack(Encoding.ASCII.GetBytes(isrc.ToString()), out var packed);
        return packed;
    }

    /// <summary>The code of a number.</summary>
    public static Isrc Unpack(long packed) => Isrc.Parse(string.Create(Isrc.Length, packed, static (text, left) =>
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            var value = (int)(left % Base);
            text[i] = (char)(value < Digits ? '0' + value : 'A' + value - Digits);
            left /= Base;
        }
    }));
}
