using CaseLedger.Web.Accounts;

namespace CaseLedger.Web.Tests.Accounts;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("short", PasswordRules.TooShort)]
    [InlineData("elevenchars", PasswordRules.TooShort)]
    [InlineData("password1234", PasswordRules.TooCommon)]
    [InlineData("Password123!!!", PasswordRules.TooCommon)]
    [InlineData("qwertyqwerty", PasswordRules.TooCommon)]
    [InlineData("aaaaaaaaaaaaaaaa", PasswordRules.TooCommon)]
    [InlineData("abababababababab", PasswordRules.TooCommon)]
    [InlineData("CaseLedger2026!", PasswordRules.TooCommon)]
    [InlineData("someone is here", PasswordRules.TooCommon)]
    [InlineData("correct horse battery", null)]
    [InlineData("vK7-rT2.mQ9xz", null)]
    public void Judge_FindsWhatIsTriedFirst(string password, string? code) =>
        Assert.Equal(code, PasswordRules.Judge(password, "someone@example.com"));

    [Fact]
    public void Judge_VeryLong_IsNotHashed() => Assert.Equal(PasswordRules.TooLong, PasswordRules.Judge(new string('x', 257), null));
}
