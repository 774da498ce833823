using System.Globalization;
using System.Text;
using CaseLedger.Domain;
using CaseLedger.Imports.Trends;

namespace CaseLedger.Imports.Statements;

/// <summary>Reads money and quantities out of statements, to the last digit: what could be read two ways or would have to be rounded is refused.</summary>
internal static class StatementNumbers
{
    private const int MostDigits = 28;
    private const int GroupSize = 3;
    private const int LongestCell = 200;
    private const int LongestShown = 60;

    // An exponent beyond this moves every digit out of what an amount can hold.
    private const int LargestExponent = 60;

    // Beyond 2^53 readers of JSON lose digits.
    private const long LargestQuantity = (1L << 53) - 1;

    private enum Outcome
    {
        Good,
        Unreadable,
        Ambiguous,
        TooLong,
    }

    /// <summary>Reads money: <c>-0.0041</c>, <c>(0,12)</c>, <c>1,234.50</c>, <c>1.2E-05</c>; trailing zeros stay.</summary>
    /// <param name="field">The column's name.</param>
    /// <param name="cell">Its text.</param>
    /// <param name="mark">What stands before fractions, by the format's rule.</param>
    /// <param name="amount">The money.</param>
    /// <returns>What is wrong, or null.</returns>
    public static CellFault? Amount(string field, string cell, char mark, out Amount amount)
    {
        amount = default;
        if (string.IsNullOrWhiteSpace(cell))
        {
            return new(field, "amount-missing", "There is no amount.", "Write 0 where nothing was paid: an empty cell may also mean that it is not known.");
        }

        return Plain(cell, mark, isWhole: false, out var plain) switch
        {
            Outcome.Good when Domain.Amount.TryParse(plain, out amount) => null,
            Outcome.Good or Outcome.TooLong => new(
                field, "amount-too-long", $"{Shown(cell)} has more than {MostDigits} digits.", "It is not rounded here. Ask who made the statement for the exact amount."),
            Outcome.Ambiguous => new(
                field,
                "amount-ambiguous",
                $"{Shown(cell)} can be thousands or a fraction.",
                $"Write it without separators of thousands and with '{mark}' before the fraction."),
            _ => new(field, "amount-unreadable", $"{Shown(cell)} is no amount.", "Write digits, with a minus where it is taken back, and the currency in its own column."),
        };
    }

    /// <summary>Reads a quantity: whole, and negative where the statement takes back. <c>12.00</c> is whole too.</summary>
    /// <param name="field">The column's name.</param>
    /// <param name="cell">Its text.</param>
    /// <param name="mark">What stands before fractions, by the format's rule.</param>
    /// <param name="quantity">The quantity.</param>
    /// <returns>What is wrong, or null.</returns>
    public static CellFault? Quantity(string field, string cell, char mark, out long quantity)
    {
        quantity = 0;
        if (string.IsNullOrWhiteSpace(cell))
        {
            return new(field, "quantity-missing", "There is no quantity.", "Write 0 where nothing was sold: an empty cell may also mean that it is not known.");
        }

        var outcome = Plain(cell, mark, isWhole: true, out var plain);
        if (outcome == Outcome.Ambiguous)
        {
            return new(field, "quantity-ambiguous", $"{Shown(cell)} can be thousands or a fraction.", "Write it without separators of thousands.");
        }

        if (outcome is Outcome.Good)
        {
            var point = plain.IndexOf('.', StringComparison.Ordinal);
            if (point >= 0 && plain.AsSpan(point + 1).ContainsAnyExcept('0'))
            {
                return new(field, "quantity-fraction", $"{Shown(cell)} is a fraction.", "Units are whole. Check that the columns stand under their names.");
            }

            var whole = point < 0 ? plain : plain[..point];
            if (long.TryParse(whole, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out quantity) && quantity is >= -LargestQuantity and <= LargestQuantity)
            {
                return null;
            }

            outcome = Outcome.TooLong;
        }

        quantity = 0;
        return outcome == Outcome.TooLong
            ? new(field, "quantity-too-large", $"{Shown(cell)} is more than a quantity can be ({LargestQuantity}).", "Check that the columns stand under their names.")
            : new(field, "quantity-unreadable", $"{Shown(cell)} is no quantity.", "Write digits only, with a minus where it is taken back.");
    }

    /// <summary>What was found, as a message shows it.</summary>
    public static string Shown(string cell) => cell.Length <= LongestShown ? $"'{cell}'" : $"'{cell[..LongestShown].TrimEnd()}…'";

    // The number as Amount reads it: an optional minus, digits, and optionally a point with digits.
    private static Outcome Plain(string cell, char mark, bool isWhole, out string plain)
    {
        plain = "";
        var text = cell.AsSpan().Trim();
        if (text.Length > LongestCell)
        {
            return Outcome.Unreadable;
        }

        // Minus as typesetting and spreadsheets write it, and brackets as accountants do.
        var isNegative = text[0] is '-' or '\u2212' or '(';
        if (text[0] == '(')
        {
            if (text[^1] != ')')
            {
                return Outcome.Unreadable;
            }

            text = text[1..^1].Trim();
        }
        else if (isNegative || text[0] == '+')
        {
            text = text[1..];
        }

        var exponent = 0;
        var hasExponent = text.ContainsAny('e', 'E');
        if (text.IndexOfAny('e', 'E') is >= 0 and var e)
        {
            if (!int.TryParse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            {
                return Outcome.Unreadable;
            }

            if (exponent is < -LargestExponent or > LargestExponent)
            {
                return Outcome.TooLong;
            }

            text = text[..e];
        }

        var outcome = Parts(text, mark, isWhole, hasExponent, out var whole, out var fraction);
        if (outcome != Outcome.Good)
        {
            return outcome;
        }

        var digits = whole + fraction;
        var point = whole.Length + exponent;
        if (point < 0)
        {
            digits = new string('0', -point) + digits;
            point = 0;
        }
        else if (point > digits.Length)
        {
            digits += new string('0', point - digits.Length);
        }

        whole = digits[..point].TrimStart('0');
        fraction = digits[point..];
        var written = new StringBuilder(isNegative ? "-" : "").Append(whole.Length == 0 ? "0" : whole);
        if (fraction.Length > 0)
        {
            written.Append('.').Append(fraction);
        }

        plain = written.ToString();
        return plain.Count(char.IsAsciiDigit) > MostDigits ? Outcome.TooLong : Outcome.Good;
    }

    private static Outcome Parts(ReadOnlySpan<char> text, char mark, bool isWhole, bool hasExponent, out string whole, out string fraction)
    {
        (whole, fraction) = ("", "");
        var decimalAt = DecimalMark(text, mark, isWhole, hasExponent, out var isAmbiguous);
        if (isAmbiguous)
        {
            return Outcome.Ambiguous;
        }

        var front = decimalAt < 0 ? text : text[..decimalAt];
        var back = decimalAt < 0 ? [] : text[(decimalAt + 1)..];
        if ((decimalAt >= 0 && back.IsEmpty) || (decimalAt < 0 && front.IsEmpty) || back.ContainsAnyExceptInRange('0', '9') || !TryUngroup(front, hasExponent, out whole))
        {
            return Outcome.Unreadable;
        }

        fraction = back.ToString();
        return Outcome.Good;
    }

    // Where the mark before the fraction stands; -1 where there is none.
    private static int DecimalMark(ReadOnlySpan<char> text, char mark, bool isWhole, bool hasExponent, out bool isAmbiguous)
    {
        isAmbiguous = false;
        var last = text.LastIndexOfAny('.', ',');
        if (last < 0)
        {
            return -1;
        }

        var found = text[last];
        if (text.Count(found) > 1)
        {
            return -1;
        }

        var front = text[..last];
        var isGroup = !hasExponent
            && front.Length is >= 1 and <= GroupSize
            && front[0] != '0'
            && !front.ContainsAnyExceptInRange('0', '9')
            && text.Length - last - 1 == GroupSize;
        if (!isGroup)
        {
            return last;
        }

        // 1,234 and 1.234: a group of thousands by its form, a fraction by another rule.
        if (isWhole)
        {
            isAmbiguous = found == mark && text[(last + 1)..].SequenceEqual("000");
            return found == mark ? last : -1;
        }

        isAmbiguous = found != mark;
        return last;
    }

    private static bool TryUngroup(ReadOnlySpan<char> front, bool hasExponent, out string whole)
    {
        whole = "";
        var first = front.IndexOfAnyExceptInRange('0', '9');
        if (first < 0)
        {
            whole = front.ToString();
            return true;
        }

        var group = front[first];
        if (hasExponent || first is 0 or > GroupSize || group is not (',' or '.' or ' ' or '\u00A0' or '\u202F' or '\'' or '\u2019'))
        {
            return false;
        }

        var digits = new StringBuilder().Append(front[..first]);
        for (var rest = front[first..]; !rest.IsEmpty; rest = rest[(GroupSize + 1)..])
        {
            if (rest[0] != group || rest.Length <= GroupSize || rest[1..(GroupSize + 1)].ContainsAnyExceptInRange('0', '9'))
            {
                return false;
            }

            digits.Append(rest[1..(GroupSize + 1)]);
        }

        whole = digits.ToString();
        return true;
    }
}
