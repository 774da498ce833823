using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Duties;
using CaseLedger.Web.Access;
using CaseLedger.Web.Tests.ReadSide;
using CaseLedger.Web.Tests.Support;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Tests.Access;

/// <summary>Whose a case is, is known at once, however far the views lag behind.</summary>
public sealed class JustOpenedTests(Postgres postgres)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ACaseThatNoViewHasYet_IsItsArtistsAndNobodyElses(bool watchedBefore)
    {
        await using var readSide = await ReadSideOfItsOwn.Create(postgres);
        var isrc = Isrc.Parse("AADEM2400001");
        var (own, other) = (Artist("artist:a"), Artist("artist:b"));
        if (watchedBefore)
        {
            var machine = new Reporter(new(AccountId.Parse("import:trends"), Role.Ingest, null));
            Assert.IsType<Outcome.Recorded>(await readSide.Cases.Handle(
                isrc, machine, new TakeTrendsSnapshot(Guid.NewGuid(), machine.Account, Store.Spotify, new Observed.On(Day.Parse("2024-04-18")), [new(Day.Parse("2024-04-03"), null)]),
                TakingTrendsSnapshot.Decide, CancellationToken.None));
            await readSide.CatchUp();
        }

        Assert.IsType<Outcome.Recorded>(await readSide.Cases.Open(
            own, new(Guid.NewGuid(), own.Account, isrc, "Song", "artist A", Channel.Web, own.Account), CancellationToken.None));

        Assert.IsType<Outcome.Recorded>(await Ask(own));
        Assert.Equal(404, Assert.IsType<Outcome.Denied>(await Ask(other)).Problem.Status);

        Task<Outcome> Ask(Reporter reporter) => readSide.Cases.Handle(
            isrc, reporter, new RequestInformation(Guid.NewGuid(), reporter.Account, Party.Artist, Party.Distributor, "Why?", new Observed.Unknown(), null),
            RequestingInformation.Decide, CancellationToken.None);
    }

    private static Reporter Artist(string account) => new(new(AccountId.Parse(account), Role.Artist, AccountId.Parse(account)));
}
