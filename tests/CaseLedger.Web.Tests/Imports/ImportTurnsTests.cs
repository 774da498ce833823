using System.Text;
using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Imports;
using CaseLedger.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CaseLedger.Web.Tests.Imports;

/// <summary>Whatever artists send, the pipelines and the support have their turn; and an artist sends one file at a time.</summary>
public sealed class ImportTurnsTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Statement = "Sales date,Statement date,ISRC,Shop,Quantity,Revenue EUR\n2024-01,2024-03,AADEM2400001,Spotify,";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private static int _made;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_OfArtists_LeavesATurnForTheOthers()
    {
        using var turns = new ImportTurns();
        var first = await turns.Take(isOfArtist: true, Cancellation);
        using var gone = new CancellationTokenSource();
        var (second, leaving) = (turns.Take(isOfArtist: true, Cancellation), turns.Take(isOfArtist: true, gone.Token));

        using (await turns.Take(isOfArtist: false, Cancellation).WaitAsync(Soon, Cancellation))
        {
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
            Assert.False(second.IsCompleted);
            var third = turns.Take(isOfArtist: false, Cancellation);
            Assert.False(third.IsCompleted);
            first.Dispose();
            first.Dispose();
            (await third.WaitAsync(Soon, Cancellation)).Dispose();
            // One turn was given back, however often it was said: an artist's is taken.
            (await second.WaitAsync(Soon, Cancellation)).Dispose();
        }
    }

    [Fact]
    public async Task Post_WhileAnArtistsFileIsReadIn_OneOfAnotherArtistWaits_AndOneOfThePipelineDoesNot()
    {
        await server.AddToken("waiting", Role.Artist, "artist:waiting");
        string id;
        using (await server.Services.GetRequiredService<ImportTurns>().Take(isOfArtist: true, Cancellation))
        {
            var waiting = await Scenario.Run(server, s => s.As("waiting").PostFile("/api/v1/imports", Next(Statement, ",0.1\n")).StatusIs(201));
            var goesOn = await Scenario.Run(server, s => s.As("ingest").PostFile("/api/v1/imports", Next(Statement, ",0.1\n")).StatusIs(201));

            id = (string)waiting.Json["id"]!;
            await Ended((string)goesOn.Json["id"]!, "ingest");
            Assert.Equal("running", (string?)(await Scenario.Run(server, s => s.As("waiting").Get($"/api/v1/imports/{id}").StatusIs(200))).Json["state"]);
        }

        await Ended(id, "waiting");
    }

    [Theory]
    [InlineData("artist", 429)]
    [InlineData("ingest", 201)]
    public async Task Post_WhileAnotherFileOfTheAccountComesIn_IsRefusedToArtists(string token, int status)
    {
        using (await server.Services.GetRequiredService<UploadTurns>().Take(AccountId.Parse(server.AccountOf(token)), Cancellation))
        {
            var reply = await Scenario.Run(server, s => s.As(token).PostFile("/api/v1/imports", Next(Statement, ",0.1\n")).StatusIs(status));

            if (status == 429)
            {
                reply.IsProblem(429, "upload-under-way");
                Assert.Equal("5", reply.Headers["Retry-After"]);
            }
        }

        await Scenario.Run(server, s => s.As(token).PostFile("/api/v1/imports", Next(Statement, ",0.1\n")).StatusIs(201));
    }

    [Fact]
    public async Task Post_ByAnArtist_SeveralOneAfterTheOther_RefusedOrNot_AreAllTaken()
    {
        for (var i = 0; i < 2; i++)
        {
            await Scenario.Run(server, s => s.As("artist").PostFile("/api/v1/imports", Next("some words ", "\n")).IsProblem(409, "unknown-format"));
            await Scenario.Run(server, s => s.As("artist").PostFile("/api/v1/imports", Next(Statement, ",0.1\n")).StatusIs(201));
            await Scenario.Run(server, s => s.As("artist").PostFile("/api/v1/imports?preview=true", Next(Statement, ",0.1\n")).StatusIs(200));
        }
    }

    [Fact]
    public async Task Take_OfOtherAccounts_IsAtOnce_AndNothingIsLeftOfThoseWhoWent()
    {
        var turns = new UploadTurns();
        var (a, b) = (AccountId.Parse("artist:a"), AccountId.Parse("artist:b"));
        using var gone = new CancellationTokenSource();
        var first = await turns.Take(a, Cancellation);
        var waiting = turns.Take(a, gone.Token);

        using var other = await turns.Take(b, Cancellation);
        await gone.CancelAsync();

        Assert.NotNull(first);
        Assert.NotNull(other);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Null(await turns.Take(a, Cancellation));
        first.Dispose();
        first.Dispose();
        using var next = await turns.Take(a, Cancellation);
        Assert.NotNull(next);
    }

    private static byte[] Next(string before, string after) => Encoding.UTF8.GetBytes($"{before}{Interlocked.Increment(ref _made)}{after}");

    private async Task Ended(string id, string token)
    {
        for (var tries = 0; (string?)(await Scenario.Run(server, s => s.As(token).Get($"/api/v1/imports/{id}").StatusIs(200))).Json["state"] == "running"; tries++)
        {
            Assert.True(tries < 500, $"The import {id} does not end.");
            await Task.Delay(20, Cancellation);
        }
    }
}
