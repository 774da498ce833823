using System.Globalization;

namespace CaseLedger.Web.Accounts;

/// <summary>What counts as an e-mail address to sign in by: d'angelo@… and müller@… do. Whether it takes mail, nobody checks: CaseLedger sends none.</summary>
internal static class AddressRules
{
    /// <summary>The most characters (RFC 5321, 4.5.3.1.3: 256 octets with the angle brackets around it).</summary>
    public const int Longest = 254;

    /// <summary>Whether it is an address: something, one @, something; no spaces, and nothing that is not seen.</summary>
    public static bool Allow(string email) =>
        email.Split('@') is [{ Length: > 0 }, { Length: > 0 }] && email.All(IsSeen)
        // As it is kept and compared; composing can make it longer.
        && email.Normalize().Length <= Longest;

    // Two addresses that differ in what is not seen alone look the same to whoever reads the list of accounts.
    private static bool IsSeen(char c) => !char.IsWhiteSpace(c) && !char.IsControl(c) && char.GetUnicodeCategory(c) is not
        (UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
