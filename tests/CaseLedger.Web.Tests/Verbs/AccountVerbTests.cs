using System.Diagnostics;
using CaseLedger.Domain;
using CaseLedger.Web.Accounts;
using CaseLedger.Web.Tests.Accounts;
using CaseLedger.Web.Tests.Support;
using CaseLedger.Web.Verbs;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CaseLedger.Web.Tests.Verbs;

/// <summary>The verbs that make the first account, and give somebody a way in again, as an operator runs them beside the server.</summary>
public sealed class AccountVerbTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Other = "other words that fit nowhere";

    [Fact]
    public async Task CreateManager_MakesAnAccountThatSignsIn_AndSaysNoPassword()
    {
        var made = await Run(Visit.Password, "create-manager", "--email", "first@example.com");

        Assert.True(made.Code == Exit.Done, made.Error);
        Assert.StartsWith("manager:", made.Output, StringComparison.Ordinal);
        Assert.Matches(@"account-made\[1204\]: operator:\S+ made the account manager:", made.Error);
        Assert.DoesNotContain(Visit.Password, made.Output + made.Error, StringComparison.Ordinal);
        Assert.Equal(302, (await new Visit(server).SignIn("first@example.com")).Status);
    }

    [Theory]
    [InlineData("first d'angelo@example.com", Exit.Misused)]
    [InlineData("first@d'angelo@example.com", Exit.Misused)]
    [InlineData("d'angelo.first@example.com", Exit.Done)]
    public async Task CreateManager_TakesAnOrdinaryAddress_AndNothingElse(string email, int expected)
    {
        var made = await Run(Visit.Password, "create-manager", "--email", email);

        Assert.True(made.Code == expected, made.Error);
        Assert.Equal(expected == Exit.Misused, made.Error.Contains("is no e-mail address", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ResetPassword_EndsTheLinksOfTheAccount()
    {
        var account = await Visit.Make(server, "manager", "manager:linked", "linked@example.com");
        var secret = await server.Services.GetRequiredService<ResetTable>().Add(
            account, false, AccountId.Parse("manager:lead"), SystemClock.Instance.GetCurrentInstant() + Duration.FromHours(1), CancellationToken.None);

        Assert.Equal(Exit.Done, (await Run(Other, "reset-password", "--email", "linked@example.com")).Code);

        Assert.Equal(404, (await new Visit(server).Get($"/reset/{secret}")).Status);
    }

    [Fact]
    public async Task ResetPassword_LetsALockedManagerIn_AndEndsSessions()
    {
        var before = await Visit.SignedIn(server, "manager", "manager:forgot", "forgot@example.com");
        var visit = new Visit(server);
        for (var i = 0; i < 8; i++)
        {
            await visit.SignIn("forgot@example.com", "not the password at all");
        }

        var short1 = await Run("short", "reset-password", "--email", "forgot@example.com");
        var reset = await Run(Other, "reset-password", "--email", "Forgot@example.com");

        Assert.Equal(Exit.Misused, short1.Code);
        Assert.True(reset.Code == Exit.Done, reset.Error);
        Assert.Equal("manager:forgot", reset.Output.Trim());
        Assert.Matches(@"password-reset\[1208\]: operator:\S+ reset the password of manager:forgot", reset.Error);
        Assert.DoesNotContain(Other, reset.Error, StringComparison.Ordinal);
        Assert.Equal(302, (await before.Get("/profile")).Status);
        Assert.Equal((302, "/"), Where(await new Visit(server).SignIn("forgot@example.com", Other)));
    }

    [Fact]
    public async Task ResetSecondFactor_TakesItAway_AndThePasskeysToo()
    {
        var visit = await Visit.SignedIn(server, "manager", "manager:lost-phone", "lost-phone@example.com");
        using var device = await PasskeyTests.Added(visit, "lost phone");
        await using (var scope = server.Services.CreateAsyncScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            await accounts.SetTwoFactorEnabledAsync((await accounts.FindByEmailAsync("lost-phone@example.com"))!, true);
        }

        var reset = await Run("", "reset-second-factor", "--email", "lost-phone@example.com");

        Assert.True(reset.Code == Exit.Done, reset.Error);
        Assert.Contains("second-factor-reset[1209]", reset.Error, StringComparison.Ordinal);
        Assert.Equal((302, "/"), Where(await new Visit(server).SignIn("lost-phone@example.com")));
        Assert.Equal(422, (await PasskeyTests.Enter(new Visit(server), device)).Status);
    }

    [Theory]
    [InlineData("reset-password")]
    [InlineData("reset-second-factor")]
    public async Task OfAnAddressThatNobodyHas_NothingIsReset(string verb)
    {
        var run = await Run(Other, verb, "--email", "nobody@example.com");

        Assert.Equal(Exit.Misused, run.Code);
        Assert.Contains("There is no account of nobody@example.com.", run.Error, StringComparison.Ordinal);
    }

    private static (int Status, string Location) Where(Reply reply) => (reply.Status, reply.Headers.GetValueOrDefault("Location", ""));

    // A process of its own: the password is read from standard input.
    private async Task<(int Code, string Output, string Error)> Run(string typed, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            ["exec", typeof(CommandLine).Assembly.Location, "account", .. arguments, "--database", server.ConnectionString, "--allow-unsafe-database-settings"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await process.StandardInput.WriteLineAsync(typed);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
