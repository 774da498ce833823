using System.CommandLine;
using CaseLedger.Web.Access;
using CaseLedger.Web.Accounts;
using CaseLedger.Web.Hosting;
using Microsoft.AspNetCore.Identity;

namespace CaseLedger.Web.Verbs;

/// <summary>
/// <c>account create-manager</c>: the first account, which invites all others. <c>account reset-password</c> and
/// <c>account reset-second-factor</c>: for whoever has no manager to turn to.
/// </summary>
internal static class AccountVerb
{
    private static readonly Option<string> Email = new("--email")
    {
        Description = "The address by which they sign in.",
        Required = true,
    };

    /// <summary>The verb with its parts.</summary>
    public static Command Build()
    {
        var create = new Command("create-manager", "Make a manager's account. The password is asked for, or read from standard input.") { Email };
        create.Does(Create);
        var password = new Command("reset-password", "Give an account a new password, asked for or read from standard input. Its sessions end.") { Email };
        password.Does(ResetPassword);
        var factor = new Command("reset-second-factor", "Take an account's second factor and passkeys away. Its sessions end.") { Email };
        factor.Does(ResetSecondFactor);
        return new("account", "Make the first account for the pages, or give somebody a way in again.") { create, password, factor };
    }

    private static async Task<int> Create(ParseResult line, CancellationToken cancellationToken)
    {
        var email = line.GetRequiredValue(Email).Trim();
        if (!AddressRules.Allow(email))
        {
            line.Say($"--email: '{email}' is no e-mail address.");
            return Exit.Misused;
        }

        if (await AskPassword(line, email, cancellationToken) is not { } password)
        {
            return Exit.Misused;
        }

        return await WithAccounts(line, async services =>
        {
            if (await services.GetRequiredService<UserManager<Account>>().FindByEmailAsync(email) is not null)
            {
                line.Say($"There is an account of {email} already.");
                return Exit.Misused;
            }

            var actsAs = AccountMaking.NewName(Role.Manager);
            var (_, result) = await services.GetRequiredService<AccountMaking>().Make(email, password, Role.Manager, actsAs, null);
            if (!result.Succeeded)
            {
                line.Say($"The account cannot be made: {string.Join(", ", result.Errors.Select(error => error.Description ?? error.Code))}");
                return Exit.Misused;
            }

            line.Events().AccountMade(VerbEvents.Actor, actsAs.ToString());
            line.Print($"{actsAs}");
            line.Say($"{email} can sign in now, and events will bear {actsAs}.");
            return Exit.Done;
        }, cancellationToken);
    }

    private static async Task<int> ResetPassword(ParseResult line, CancellationToken cancellationToken)
    {
        var email = line.GetRequiredValue(Email).Trim();
        return await AskPassword(line, email, cancellationToken) is not { } password ? Exit.Misused
            : await WithAccount(line, email, async (services, account) =>
            {
                await services.GetRequiredService<AccountReset>().Password(account, password, cancellationToken);
                line.Events().PasswordReset(VerbEvents.Actor, account.ActsAs);
                line.Say($"{email} can sign in with the new password{(account.TwoFactorEnabled ? ", and still needs the second factor" : "")}.");
            }, cancellationToken);
    }

    private static Task<int> ResetSecondFactor(ParseResult line, CancellationToken cancellationToken)
    {
        var email = line.GetRequiredValue(Email).Trim();
        return WithAccount(line, email, async (services, account) =>
        {
            await services.GetRequiredService<AccountReset>().Factors(account);
            line.Events().SecondFactorReset(VerbEvents.Actor, account.ActsAs);
            line.Say($"{email} can sign in with the password alone.");
        }, cancellationToken);
    }

    private static Task<int> WithAccount(
        ParseResult line, string email, Func<IServiceProvider, Account, Task> act, CancellationToken cancellationToken) =>
        WithAccounts(line, async services =>
        {
            if (await services.GetRequiredService<UserManager<Account>>().FindByEmailAsync(email) is not { } account)
            {
                line.Say($"There is no account of {email}.");
                return Exit.Misused;
            }

            if (account.DisabledAt is not null)
            {
                line.Say($"The account of {email} is disabled; a manager can enable it.");
                return Exit.Misused;
            }

            await act(services, account);
            line.Print(account.ActsAs);
            return Exit.Done;
        }, cancellationToken);

    private static async Task<int> WithAccounts(ParseResult line, Func<IServiceProvider, Task<int>> work, CancellationToken cancellationToken)
    {
        var settings = DatabaseOptions.Read(line);
        await using var database = await Database.OpenReady(settings, line.Say, cancellationToken, beside: true);
        await using var app = Server.Build(database, new());
        await using var scope = app.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    // Null where it is not good enough, which is said.
    private static async Task<string?> AskPassword(ParseResult line, string email, CancellationToken cancellationToken)
    {
        // Never an argument: those stand in the shell's history and in the list of processes.
        if (!Console.IsInputRedirected)
        {
            line.Say($"Password, at least {PasswordRules.Shortest} characters (it is not shown):");
        }

        var password = Console.IsInputRedirected ? await Console.In.ReadLineAsync(cancellationToken) ?? "" : ReadHidden();
        if (PasswordRules.Judge(password, email) is { } wrong)
        {
            line.Say(wrong switch
            {
                PasswordRules.TooShort => $"The password is too short: at least {PasswordRules.Shortest} characters.",
                PasswordRules.TooLong => $"The password is too long: at most {PasswordRules.Longest} characters.",
                _ => "The password is too easy to guess: it is commonly used, or like the address.",
            });
            return null;
        }

        return password;
    }

    private static string ReadHidden()
    {
        var typed = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        return typed.ToString();
    }
}
