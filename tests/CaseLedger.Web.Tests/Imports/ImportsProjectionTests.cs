using CaseLedger.Domain;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports;
using CaseLedger.Web.Access;
using CaseLedger.Web.Imports;
using CaseLedger.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CaseLedger.Web.Tests.Imports;

/// <summary>The list of imports is what their own events say, however often each was begun.</summary>
public sealed class ImportsProjectionTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly AccountId Agent = AccountId.Parse("agent:support-1");

    private ImportStore Store => server.Services.GetRequiredService<ImportStore>();

    private ImportTable Table => server.Services.GetRequiredService<ImportTable>();

    [Fact]
    public async Task Row_OfOneThatFailedAndWasBegunAgain_IsWhatItsEventsSay_AtEachStep()
    {
        var (start, now) = (Start('1'), TestContext.Current.CancellationToken);
        await Store.Start(Agent, start, now);
        await AssertRow(start, ImportStanding.Running);

        await Store.End(ImportIds.Of(start), Agent, new ImportFailed("gzip-truncated", "It ends early.", 4, 1, 2, 7, Sha256.Parse(new string('d', 64))), now);
        await AssertRow(start, ImportStanding.Failed);

        await Store.Start(Agent, start with { Name = "again.csv" }, now);
        await AssertRow(start, ImportStanding.Running);

        await Store.End(ImportIds.Of(start), Agent, new ImportFinished(10, 6, 3, 1, Sha256.Parse(new string('c', 64))), now);
        await AssertRow(start, ImportStanding.Finished);
    }

    [Fact]
    public async Task List_ShowsAnArtistTheirOwn_AndStaffAll()
    {
        var now = TestContext.Current.CancellationToken;
        var (own, other) = (Start('2'), Start('3'));
        await Store.Start(AccountId.Parse("artist:x"), own with { ArtistAccount = AccountId.Parse("artist:x") }, now);
        await Store.Start(Agent, other, now);
        foreach (var start in new[] { own, other })
        {
            await Store.End(ImportIds.Of(start), Agent, new ImportFinished(1, 1, 0, 0), now);
        }

        await server.CatchUp();

        var artists = await Table.Newest(new(AccountId.Parse("artist:x"), Role.Artist, AccountId.Parse("artist:x")), null, 50, now);
        var agents = await Table.Newest(new(Agent, Role.Agent, null), null, 50, now);

        Assert.Equal([ImportIds.Of(own)], artists.Select(import => import.Id));
        Assert.Superset(new HashSet<Guid> { ImportIds.Of(own), ImportIds.Of(other) }, agents.Select(import => import.Id).ToHashSet());
    }

    // Of bytes that nobody sent, so that no import of theirs is carried out beside the test.
    private static ImportStarted Start(char digit) => new(ImportKind.TrendsSnapshot, Sha256.Parse(new string(digit, 64)), 42, "trends.csv");

    private async Task AssertRow(ImportStarted start, ImportStanding standing)
    {
        await server.CatchUp();
        var row = Assert.Single(await Table.OfFile(start.File, TestContext.Current.CancellationToken));

        Assert.Equal(standing, row.Standing);
        Assert.Equal(Import.Of(row.Id, await Store.Load(row.Id, TestContext.Current.CancellationToken))! with { Position = row.Position }, row);
    }
}
