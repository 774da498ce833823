using CaseLedger.Ledger;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CaseLedger.Web.Accounts;

/// <summary>Puts accounts into the server: signing in by password, and the session that follows.</summary>
internal static class AccountsSetup
{
    /// <summary>The scheme that every request is judged by: its token where it shows one, else its session.</summary>
    public const string Scheme = "TokenOrSession";

    private static readonly TimeSpan SessionLasts = TimeSpan.FromHours(12);
    private static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan HstsHolds = TimeSpan.FromDays(365);

    private const int WrongPasswords = 8;

    /// <summary>The tables of accounts.</summary>
    public static MigrationSet Migrations { get; } = new("accounts", typeof(AccountsSetup).Assembly, "Accounts/Schema/");

    /// <summary>Registers accounts and sessions.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        ProtectionKeys.AddTo(services);
        services.AddDbContext<AccountsDatabase>((provider, options) => options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));
        services
            .AddSingleton<Session>().AddSingleton<SecurityEvents>().AddSingleton<InvitationTable>().AddSingleton<ResetTable>().AddSingleton<AccountTable>()
            .AddScoped<AccountMaking>().AddScoped<AccountReset>().AddScoped<Passkeys>().AddScoped<Proof>();
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            options.UserVerificationRequirement = "required"; // this makes it two factors
            options.ResidentKeyRequirement = "required";      // it says itself whose it is: nobody types an address
            options.AttestationConveyancePreference = "none"; // which make of device somebody has is no business of ours
            options.ValidateOrigin = origin => ValueTask.FromResult(
                !origin.CrossOrigin && string.Equals(origin.Origin, CookieGuard.OriginOf(origin.HttpContext.Request), StringComparison.OrdinalIgnoreCase));
        });
        services.Configure<Microsoft.AspNetCore.Mvc.MvcOptions>(options => options.Filters.Add<NoteRefusedForms>());
        services.AddHsts(options => options.MaxAge = HstsHolds);
        services
            .AddIdentityCore<Account>(options =>
            {
                options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                options.User.RequireUniqueEmail = true;
                options.User.AllowedUserNameCharacters = ""; // any: AddressRules says what an address is
                options.Lockout.MaxFailedAccessAttempts = WrongPasswords;
                options.Lockout.DefaultLockoutTimeSpan = LockedFor;
                // Length and the list of common ones count; kinds of characters do not.
                options.Password = new() { RequiredLength = 1, RequireDigit = false, RequireLowercase = false, RequireNonAlphanumeric = false, RequireUppercase = false };
                options.Tokens.AuthenticatorIssuer = "CaseLedger";
            })
            .AddEntityFrameworkStores<AccountsDatabase>()
            .AddPasswordValidator<PasswordRules>()
            .AddSignInManager()
            .AddDefaultTokenProviders();
        services.AddAuthentication(Scheme)
            .AddPolicyScheme(Scheme, null, options => options.ForwardDefaultSelector = Chosen)
            .AddIdentityCookies(cookies =>
            {
                cookies.ApplicationCookie!.Configure(options =>
                {
                    Harden(options, "__Host-caseledger");
                    options.ExpireTimeSpan = SessionLasts;
                    options.SlidingExpiration = true;
                    options.LoginPath = "/sign-in";
                    options.ReturnUrlParameter = "to";
                    options.Events.OnValidatePrincipal = context => context.HttpContext.RequestServices.GetRequiredService<Session>().Validate(context);
                    options.Events.OnRedirectToLogin = ToSignIn;
                    options.Events.OnRedirectToAccessDenied = context => NotAllowed(context.HttpContext);
                });
                cookies.TwoFactorUserIdCookie!.Configure(options => Harden(options, "__Host-second-factor"));
                cookies.TwoFactorRememberMeCookie!.Configure(options => Harden(options, "__Host-remembered"));
                cookies.ExternalCookie!.Configure(options => Harden(options, "__Host-external"));
            });
        services.AddAntiforgery(options =>
        {
            options.HeaderName = CookieGuard.TokenHeader;
            options.Cookie.Name = "__Host-form";
            options.Cookie.Path = "/";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true; // frame-ancestors says it
        });
        services.Configure<Microsoft.AspNetCore.Mvc.CookieTempDataProviderOptions>(options =>
        {
            options.Cookie.Name = "__Host-done";
            options.Cookie.Path = "/";
            options.Cookie.IsEssential = true;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        return services;
    }

    private static string Chosen(HttpContext context) =>
        context.Request.Headers.Authorization.Count > 0 ? BearerHandler.Name : IdentityConstants.ApplicationScheme;

    // The prefix makes browsers insist on Secure over https; SameAsRequest leaves it out on plain http, where
    // PlainLoopbackCookies takes the prefix away for this machine and browsers refuse the cookie from any other.
    private static void Harden(CookieAuthenticationOptions options, string name)
    {
        options.Cookie.Name = name;
        options.Cookie.Path = "/";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Cookie.IsEssential = true;
    }

    // A person is shown where to sign in; a program gets the problem.
    private static Task ToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (context.HttpContext.WantsPage())
        {
            context.Response.Redirect(context.RedirectUri);
            return Task.CompletedTask;
        }

        return Problems.NotSignedIn.ExecuteAsync(context.HttpContext);
    }

    /// <summary>Answers somebody whose role may not do what they asked for.</summary>
    public static Task NotAllowed(HttpContext context)
    {
        if (context.WantsPage())
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask; // the status page says it
        }

        return Problems.NotAllowed.ExecuteAsync(context);
    }

    /// <summary>Whether a person with a browser asks, and not for the API.</summary>
    public static bool WantsPage(this HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/api")
        && context.Request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}
