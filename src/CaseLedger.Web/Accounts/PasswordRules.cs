using System.Collections.Frozen;
using Microsoft.AspNetCore.Identity;

namespace CaseLedger.Web.Accounts;

/// <summary>Refuses passwords that are tried first: common ones, also with digits and signs around them, and the person's own address.</summary>
/// <remarks>NIST SP 800-63B, 3.1.1.2: length and a list of what is commonly used, instead of rules on kinds of characters.</remarks>
internal sealed class PasswordRules : IPasswordValidator<Account>
{
    /// <summary>The least length.</summary>
    public const int Shortest = 12;

    /// <summary>The most that is taken; hashing what is longer would be work for nothing.</summary>
    public const int Longest = 256;

    /// <summary>The code of a password that is too common.</summary>
    public const string TooCommon = "password-common";

    /// <summary>The code of a password that is too short.</summary>
    public const string TooShort = "password-short";

    /// <summary>The code of a password that is too long.</summary>
    public const string TooLong = "password-long";

    private const int ShortestPart = 5;

    private static readonly FrozenSet<string> Common = Load();

    /// <inheritdoc/>
    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(Judge(password ?? "", user.Email) is { } code ? IdentityResult.Failed(new IdentityError { Code = code }) : IdentityResult.Success);

    /// <summary>What stands against a password; null where nothing does.</summary>
    public static string? Judge(string password, string? email) => password switch
    {
        { Length: < Shortest } => TooShort,
        { Length: > Longest } => TooLong,
        _ when IsCommon(password, email) => TooCommon,
        _ => null,
    };

    private static bool IsCommon(string password, string? email)
    {
        var plain = password.ToLowerInvariant();
        // password1234! and !!!password!!! are the common word in a coat.
        var core = plain.Trim().Trim([.. "0123456789!?.,;:-_*#+$%&/()=@ "]);
        var half = plain.Length % 2 == 0 && plain[..(plain.Length / 2)] == plain[(plain.Length / 2)..] ? plain[..(plain.Length / 2)] : null;
        return Common.Contains(plain) || Common.Contains(core) || (half is not null && Common.Contains(half))
            || plain.Distinct().Count() < ShortestPart
            || core is "caseledger"
            || (email?.Split('@')[0].ToLowerInvariant() is { Length: >= ShortestPart } name && plain.Contains(name, StringComparison.Ordinal));
    }

    private static FrozenSet<string> Load()
    {
        using var reader = new StreamReader(typeof(PasswordRules).Assembly.GetManifestResourceStream("Accounts/common-passwords.txt")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenSet();
    }
}
