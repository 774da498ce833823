using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using CaseLedger.Domain;

namespace CaseLedger.Web.Http;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">At most as many as were asked for.</param>
/// <param name="Next">The cursor of the next page; absent on the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>The same page with something else made of each item.</summary>
    public Page<TOther> Select<TOther>(Func<T, TOther> make) => new([.. Items.Select(make)], Next);
}

/// <summary>Makes pages.</summary>
internal static class Page
{
    /// <summary>Makes a page of what was read: one more than wanted, which tells whether there is a next page.</summary>
    /// <typeparam name="T">What is listed.</typeparam>
    /// <param name="read">At most one more than <paramref name="limit"/>.</param>
    /// <param name="limit">How many were wanted.</param>
    /// <param name="cursorAfter">The cursor behind an item.</param>
    public static Page<T> Of<T>(IReadOnlyList<T> read, PageLimit limit, Func<T, Cursor> cursorAfter) =>
        read.Count <= limit.Count
            ? new(read, null)
            : new([.. read.Take(limit.Count)], cursorAfter(read[limit.Count - 1]).ToString());
}

/// <summary>How many items a page may have.</summary>
/// <param name="Count">1 to 500.</param>
internal sealed record PageLimit(int Count)
{
    /// <summary>The most that a page has.</summary>
    public const int Most = 500;

    /// <summary>What a page has unless something else is asked for.</summary>
    public static PageLimit Usual { get; } = new(50);

    /// <summary>How many rows to read, to know whether there is a next page.</summary>
    public int AndOneMore => Count + 1;

    /// <summary>Reads 1 to 500.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PageLimit? limit)
    {
        limit = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= Most ? new(count) : null;
        return limit is not null;
    }
}

/// <summary>Where a list goes on: the key of the last item shown, so that what arrives meanwhile shifts nothing.</summary>
/// <remarks>Opaque to callers. It holds nothing that its caller has not been shown, so it is neither secret nor signed.</remarks>
/// <param name="Parts">The parts of the key.</param>
internal sealed record Cursor(ValueList<string> Parts)
{
    private const char Separator = '\u001F';
    private const int LongestText = 1_000;

    /// <summary>Makes a cursor of a key's parts.</summary>
    public static Cursor Of(params ReadOnlySpan<string> parts) => new(ValueList.Of(parts));

    /// <summary>Makes a cursor of a number.</summary>
    public static Cursor Of(long key) => Of(key.ToString(CultureInfo.InvariantCulture));

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Cursor? cursor)
    {
        cursor = null;
        if (text.Length is 0 or > LongestText || !Base64Url.IsValid(text))
        {
            return false;
        }

        // Bytes that are no text become replacement characters, which no key holds.
        var key = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        if (key.Contains('\0'))
        {
            return false;
        }

        cursor = new(key.Split(Separator).ToValueList());
        return true;
    }

    /// <summary>The key, where it is a single number.</summary>
    public bool IsNumber(out long key)
    {
        key = 0;
        return Parts.Count == 1 && TryNumber(0, out key);
    }

    /// <summary>A part that is a number.</summary>
    public bool TryNumber(int part, out long number)
    {
        number = 0;
        return part < Parts.Count && long.TryParse(Parts[part], NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>The form for the address.</summary>
    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(Separator, Parts)));
}

internal static partial class Problems
{
    /// <summary>The cursor was made by another list, or by nobody.</summary>
    public static Problem ForeignCursor { get; } = Malformed("cursor", "is no cursor of this list: take it from next of the page before, with the same order");
}
