using System.Text.Json;
using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using NodaTime;

namespace CaseLedger.Web.Demonstration;

/// <summary>Ready tokens, one a role; the artist's is artist A's.</summary>
internal sealed record DemoTokens(string Agent, string Manager, string Artist, string Ingest)
{
    private const string FileName = "demonstration-tokens.json";
    private const int DaysWithoutFile = 7;

    /// <summary>Finds or makes the tokens.</summary>
    /// <remarks>
    /// They last as long as the private database and are kept beside it, in a file that only its owner can read: the
    /// table holds hashes. A database that was given has no such place; there they are made anew and expire.
    /// </remarks>
    public static async Task<DemoTokens> Ready(Database database, IClock clock, CancellationToken cancellationToken)
    {
        await using var owner = database.OpenAsOwner();
        var table = new TokenTable(owner);
        if (database.DataDirectory is not { } directory)
        {
            return await Make(table, clock.GetCurrentInstant() + Duration.FromDays(DaysWithoutFile), cancellationToken);
        }

        var path = Path.Combine(directory, FileName);
        if (await Read(path, cancellationToken) is { } kept && await kept.Hold(table, cancellationToken))
        {
            return kept;
        }

        var made = await Make(table, null, cancellationToken);
        await made.Write(path, cancellationToken);
        return made;
    }

    private static async Task<DemoTokens> Make(TokenTable table, Instant? expiresAt, CancellationToken cancellationToken)
    {
        return new(
            await One(Role.Agent, "agent:demo"),
            await One(Role.Manager, "manager:demo"),
            await One(Role.Artist, Conversation.ArtistAccount.ToString(), Conversation.A),
            await One(Role.Ingest, "import:demo"));

        async Task<string> One(Role role, string account, params Isrc[] isrcs)
        {
            var (id, secret) = (AccountId.Parse(account), TokenSecret.Make());
            await table.Add(new(role, id, role == Role.Artist ? id : null, "demonstration", expiresAt, isrcs), secret, cancellationToken);
            return secret;
        }
    }

    private static async Task<DemoTokens?> Read(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        await using var file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<DemoTokens>(file, JsonSerializerOptions.Web, cancellationToken);
    }

    private async Task<bool> Hold(TokenTable table, CancellationToken cancellationToken)
    {
        foreach (var secret in new[] { Agent, Manager, Artist, Ingest })
        {
            if (await table.Find(secret, cancellationToken) is null)
            {
                return false;
            }
        }

        return true;
    }

    private async Task Write(string path, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Anew, so that a file that was once readable by others does not stay so.
        File.Delete(path);
        await using var file = new FileStream(path, options);
        await JsonSerializer.SerializeAsync(file, this, JsonSerializerOptions.Web, cancellationToken);
    }
}
