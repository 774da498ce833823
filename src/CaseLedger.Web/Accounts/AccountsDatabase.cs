using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CaseLedger.Web.Accounts;

/// <summary>Maps the framework's Identity to the tables that <c>Accounts/Schema</c> makes; it never makes any itself.</summary>
internal sealed partial class AccountsDatabase(DbContextOptions<AccountsDatabase> options) : IdentityUserContext<Account, Guid>(options)
{
    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasDefaultSchema("accounts");
        builder.Entity<Account>().ToTable("account");
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("account_claim");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("account_login");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("account_token");
        builder.Entity<IdentityUserPasskey<Guid>>().ToTable("passkey");
        foreach (var entity in builder.Model.GetEntityTypes().Where(entity => !entity.IsOwned()))
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(InnerCapital().Replace(property.Name, "_$1").ToLowerInvariant());
            }
        }

        foreach (var entity in builder.Model.GetEntityTypes().Where(entity => entity.IsOwned()))
        {
            entity.SetContainerColumnName("data");
        }
    }

    [GeneratedRegex("(?<!^)([A-Z])")]
    private static partial Regex InnerCapital();
}
