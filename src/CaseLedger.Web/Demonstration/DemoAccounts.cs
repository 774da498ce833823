using System.Security.Cryptography;
using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Accounts;
using CaseLedger.Web.Hosting;
using Microsoft.AspNetCore.Identity;

namespace CaseLedger.Web.Demonstration;

/// <summary>A ready account of the demonstration.</summary>
/// <param name="Role">What it may do.</param>
/// <param name="Email">By which it signs in.</param>
/// <param name="Password">Made anew at each start; known to whoever can open the sign-in page of this server.</param>
internal sealed record DemoAccount(Role Role, string Email, string Password);

/// <summary>Ready accounts, one a role, listed on the sign-in page of the demonstration and nowhere else.</summary>
internal sealed class DemoAccounts(IServiceScopeFactory scopes, ServerSettings settings)
{
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int PasswordLength = 16;

    private static readonly (Role Role, string Account)[] Wanted =
    [
        (Role.Agent, "agent:demo"),
        (Role.Manager, "manager:demo"),
        (Role.Artist, Conversation.ArtistAccount.ToString()),
    ];

    /// <summary>The accounts; empty until they are made.</summary>
    public IReadOnlyList<DemoAccount> All { get; private set; } = [];

    /// <summary>Makes the accounts, or gives those of an earlier run new passwords.</summary>
    public async Task MakeReady()
    {
        if (!settings.IsDemonstration)
        {
            throw new InvalidOperationException("Ready accounts belong to the demonstration.");
        }

        await using var scope = scopes.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var making = scope.ServiceProvider.GetRequiredService<AccountMaking>();
        var ready = new List<DemoAccount>();
        foreach (var (role, name) in Wanted)
        {
            var account = new DemoAccount(role, $"{role.Word()}@demo.example", RandomNumberGenerator.GetString(Letters, PasswordLength));
            if (await accounts.FindByEmailAsync(account.Email) is { } before)
            {
                Demand(await accounts.RemovePasswordAsync(before));
                Demand(await accounts.AddPasswordAsync(before, account.Password));
            }
            else
            {
                var actsAs = AccountId.Parse(name);
                Demand((await making.Make(account.Email, account.Password, role, actsAs, role == Role.Artist ? actsAs : null)).Result);
            }

            ready.Add(account);
        }

        All = ready;
    }

    private static void Demand(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"A ready account cannot be made: {string.Join(", ", result.Errors.Select(error => error.Code))}");
        }
    }
}
