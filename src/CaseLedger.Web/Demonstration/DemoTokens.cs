using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using NodaTime;
using Npgsql;

namespace CaseLedger.Web.Demonstration;

/// <summary>Ready tokens, one a role; the artist's is artist A's.</summary>
internal sealed record DemoTokens(string Agent, string Manager, string Artist, string Ingest)
{
    private const int DaysValid = 30;

    // A file that lacks a token is as good as none.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Finds or makes the tokens.</summary>
    /// <remarks>
    /// The table holds hashes, so they are kept in a file of the demonstration's own directory that only its owner can
    /// read. Each run lets them hold anew for a month; after the last one they end by themselves.
    /// </remarks>
    public static async Task<DemoTokens> Ready(Database database, string directory, IClock clock, CancellationToken cancellationToken)
    {
        await using var owner = database.OpenAsOwner();
        var table = new TokenTable(owner);
        var expiresAt = clock.GetCurrentInstant() + Duration.FromDays(DaysValid);
        var path = Path.Combine(directory, FileFor(database));
        if (await Read(path, cancellationToken) is { } kept && await kept.Renew(table, expiresAt, cancellationToken))
        {
            return kept;
        }

        var made = await Make(table, expiresAt, cancellationToken);
        await made.Write(path, cancellationToken);
        return made;
    }

    // Several databases can be shown from one directory; each knows its own tokens only.
    private static string FileFor(Database database)
    {
        if (database.DataDirectory is not null)
        {
            return "demonstration-tokens.json";
        }

        var login = new NpgsqlConnectionStringBuilder(database.OwnerConnectionString);
        var which = SHA256.HashData(Encoding.UTF8.GetBytes($"{login.Host}\n{login.Port}\n{login.Database}"));
        return $"demonstration-tokens-{Convert.ToHexStringLower(which.AsSpan(0, 8))}.json";
    }

    private static async Task<DemoTokens> Make(TokenTable table, Instant expiresAt, CancellationToken cancellationToken)
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

    // What cannot be read is as good as absent: tokens can be made again.
    private static async Task<DemoTokens?> Read(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return await JsonSerializer.DeserializeAsync<DemoTokens>(file, Json, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private async Task<bool> Renew(TokenTable table, Instant expiresAt, CancellationToken cancellationToken)
    {
        foreach (var secret in new[] { Agent, Manager, Artist, Ingest })
        {
            if (!await table.Renew(secret, expiresAt, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    // Aside and then renamed: a run that is killed leaves the old file or the new one, and never one that was once
    // readable by others.
    private async Task Write(string path, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = $"{path}.{Environment.ProcessId}.new";
        File.Delete(unfinished);
        await using (var file = new FileStream(unfinished, options))
        {
            await JsonSerializer.SerializeAsync(file, this, Json, cancellationToken);
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
