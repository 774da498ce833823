using System.CommandLine;
using CaseLedger.Web.Access;
using CaseLedger.Web.Accounts;
using CaseLedger.Web.Hosting;
using Microsoft.AspNetCore.Identity;

namespace CaseLedger.Web.Verbs;

/// <summary><c>account create-manager</c>: the first account, which invites all others.</summary>
internal static class AccountVerb
{
    private static readonly Option<string> Email = new("--email")
    {
        Description = "The address by which the manager signs in.",
        Required = true,
    };

    /// <summary>The verb with its part.</summary>
    public static Command Build()
    {
        var create = new Command("create-manager", "Make a manager's account. The password is asked for, or read from standard input.") { Email };
        create.Does(Create);
        return new("account", "Make the first account for the pages.") { create };
    }

    private static async Task<int> Create(ParseResult line, CancellationToken cancellationToken)
    {
        var email = line.GetRequiredValue(Email).Trim();
        if (!email.Contains('@', StringComparison.Ordinal))
        {
            line.Say($"--email: '{email}' is no e-mail address.");
            return Exit.Misused;
        }

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
            return Exit.Misused;
        }

        var settings = DatabaseOptions.Read(line);
        await using var database = await Database.OpenReady(settings, line.Say, cancellationToken, beside: true);
        await using var app = Server.Build(database, new());
        await using var scope = app.Services.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByEmailAsync(email) is not null)
        {
            line.Say($"There is an account of {email} already.");
            return Exit.Misused;
        }

        var actsAs = AccountMaking.NewName(Role.Manager);
        var (_, result) = await scope.ServiceProvider.GetRequiredService<AccountMaking>().Make(email, password, Role.Manager, actsAs, null);
        if (!result.Succeeded)
        {
            line.Say($"The account cannot be made: {string.Join(", ", result.Errors.Select(error => error.Description ?? error.Code))}");
            return Exit.Misused;
        }

        line.Print($"{actsAs}");
        line.Say($"{email} can sign in now, and events will bear {actsAs}.");
        return Exit.Done;
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
