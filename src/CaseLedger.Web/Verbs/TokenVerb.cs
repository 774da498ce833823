using System.CommandLine;
using System.CommandLine.Parsing;
using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Http;
using NodaTime;
using NodaTime.Text;
using Command = System.CommandLine.Command;
using Token = CaseLedger.Web.Access.Token;

namespace CaseLedger.Web.Verbs;

/// <summary><c>token create</c>, <c>token list</c>, <c>token revoke</c>: who may call the API.</summary>
internal static class TokenVerb
{
    private static readonly Option<string> RoleOption = new("--role")
    {
        Description = $"What the caller may do: {string.Join(", ", Roles.ByWord.Keys)}.",
        Required = true,
    };

    private static readonly Option<AccountId> AccountOption = new("--account")
    {
        Description = "The pseudonymous account that events will bear, e.g. agent:support-1 or artist:a; never a name or an e-mail.",
        Required = true,
        CustomParser = One<AccountId>,
    };

    private static readonly Option<AccountId?> ArtistAccountOption = new("--artist-account")
    {
        Description = "For artists: whose cases the token sees, where that is not the account itself.",
        CustomParser = One<AccountId>,
    };

    private static readonly Option<Isrc[]> IsrcOption = new("--isrc")
    {
        Description = "For artists: a recording for which they may open a case. May be repeated.",
        CustomParser = line => [.. line.Tokens.Select(t => Read<Isrc>(t.Value, line)).OfType<Isrc>()],
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string?> LabelOption = new("--label") { Description = "What the token is for; shown in the list." };

    private static readonly Option<int?> DaysOption = new("--days")
    {
        Description = "For how many days it holds; for ever by default.",
        Validators =
        {
            line =>
            {
                if (line.GetValueOrDefault<int?>() is not (null or (>= 1 and <= 36_500)))
                {
                    line.AddError("--days: expected one day or more, at most 36500.");
                }
            },
        },
    };

    private static readonly Argument<Guid> IdArgument = new("id") { Description = "The token's id, as the list shows it." };

    /// <summary>The verb with its three parts.</summary>
    public static Command Build()
    {
        foreach (var role in Roles.ByWord.Keys)
        {
            RoleOption.CompletionSources.Add(role);
        }

        var create = new Command("create", "Make a token. It is printed once, and only its hash is kept.")
        {
            RoleOption, AccountOption, ArtistAccountOption, IsrcOption, LabelOption, DaysOption,
        };
        create.Does(Create);
        var list = new Command("list", "List all tokens, without their secrets.");
        list.Does(List);
        var revoke = new Command("revoke", "End a token, at once.") { IdArgument };
        revoke.Does(Revoke);
        return new("token", "Make, list and revoke the tokens by which callers sign in.") { create, list, revoke };
    }

    /// <summary>Judges what a token is to be made from.</summary>
    /// <returns>The token, or what is wrong with it, for a person.</returns>
    public static (NewToken? Token, string? Wrong) Judge(
        string roleWord, AccountId account, AccountId? artistAccount, IReadOnlyList<Isrc> isrcs, string? label, Instant? expiresAt)
    {
        if (!Roles.ByWord.TryGetValue(roleWord, out var role))
        {
            return (null, $"'{roleWord}' is no role; there are {string.Join(", ", Roles.ByWord.Keys)}.");
        }

        if (account.Kind != role.AccountKind())
        {
            return (null, $"The account of a token for '{roleWord}' begins with '{Words.Of(role.AccountKind())}:'; '{account}' does not.");
        }

        if (role != Role.Artist && (artistAccount is not null || isrcs.Count > 0))
        {
            return (null, "--artist-account and --isrc are for artists only.");
        }

        return artistAccount is { Kind: not AccountKind.Artist }
            ? (null, $"'{artistAccount}' is no artist's account.")
            : (new(role, account, role == Role.Artist ? artistAccount ?? account : null, label ?? "", expiresAt, isrcs), null);
    }

    private static async Task<int> Create(ParseResult line, CancellationToken cancellationToken)
    {
        var expiresAt = line.GetValue(DaysOption) is { } days
            ? SystemClock.Instance.GetCurrentInstant() + Duration.FromDays(days)
            : (Instant?)null;
        var (token, wrong) = Judge(
            line.GetRequiredValue(RoleOption), line.GetRequiredValue(AccountOption), line.GetValue(ArtistAccountOption),
            line.GetRequiredValue(IsrcOption), line.GetValue(LabelOption), expiresAt);
        if (token is null)
        {
            line.Say(wrong!);
            return Exit.Misused;
        }

        return await WithTable(line, async tokens =>
        {
            var secret = TokenSecret.Make();
            var id = await tokens.Add(token, secret, cancellationToken);
            line.Events().TokenMade(VerbEvents.Actor, id, token.Account.ToString());
            line.Say($"token {id} for {token.Account}; it is shown this once:");
            line.Print(secret);
            return Exit.Done;
        }, cancellationToken);
    }

    private static Task<int> List(ParseResult line, CancellationToken cancellationToken) =>
        WithTable(line, async tokens =>
        {
            foreach (var token in await tokens.List(cancellationToken))
            {
                line.Print(string.Join('\t', token.Id, token.Role.Word(), token.Account, token.ArtistAccount, State(token), token.Label));
            }

            return Exit.Done;
        }, cancellationToken);

    private static Task<int> Revoke(ParseResult line, CancellationToken cancellationToken) =>
        WithTable(line, async tokens =>
        {
            var id = line.GetRequiredValue(IdArgument);
            if (await tokens.Revoke(id, cancellationToken))
            {
                line.Events().TokenRevoked(VerbEvents.Actor, id);
                line.Print($"revoked {id}");
                return Exit.Done;
            }

            line.Say($"No token {id} that still holds.");
            return Exit.Misused;
        }, cancellationToken);

    private static async Task<int> WithTable(ParseResult line, Func<TokenTable, Task<int>> work, CancellationToken cancellationToken)
    {
        var settings = DatabaseOptions.Read(line);
        await using var database = await Database.Open(settings, line.Say, cancellationToken, beside: true);
        if (settings.Migrate)
        {
            await database.Migrate(line.Say, cancellationToken);
        }

        await using var owner = database.OpenAsOwner();
        return await work(new(owner));
    }

    private static string State(Token token) => token switch
    {
        { RevokedAt: { } at } => $"revoked {InstantPattern.General.Format(at)}",
        { ExpiresAt: { } at } when at <= SystemClock.Instance.GetCurrentInstant() => $"expired {InstantPattern.General.Format(at)}",
        { ExpiresAt: { } at } => $"until {InstantPattern.General.Format(at)}",
        _ => "valid",
    };

    private static T? One<T>(ArgumentResult line)
        where T : class => Read<T>(line.Tokens[0].Value, line);

    private static T? Read<T>(string text, ArgumentResult line)
        where T : class
    {
        var scalar = Vocabulary.Find(typeof(T))!;
        if (scalar.Read(text, out var value, out var why))
        {
            return (T?)value;
        }

        line.AddError($"'{text}': expected {scalar.Expected}{(why is null ? "" : $" ({why})")}.");
        return null;
    }
}
