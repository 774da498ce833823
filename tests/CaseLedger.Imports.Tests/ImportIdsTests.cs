using CaseLedger.Domain;
using CaseLedger.Domain.Imports;
using NodaTime;
using Xunit;

namespace CaseLedger.Imports.Tests;

public sealed class ImportIdsTests
{
    private static readonly Isrc Recording = Isrc.Parse("AADEM2400001");
    private static readonly ImportStarted Start = new(ImportKind.Spreadsheet, Sha256.Parse(new string('a', 64)), 12, "days.csv", Recording);

    [Fact]
    public void Of_TheSameBytesToTheSamePlace_IsTheSame_HoweverNamedAndWheneverSeen()
    {
        var id = ImportIds.Of(Start);

        Assert.Equal(8, id.Version);
        Assert.Equal(id, ImportIds.Of(Start with { Store = Store.Spotify }));
        Assert.Equal(id, ImportIds.Of(Start with { Name = "days (2).csv", Observed = new Observed.On(new Day(2024, 4, 26)) }));
    }

    [Fact]
    public void Of_AnythingElse_IsAnother()
    {
        ImportStarted[] starts =
        [
            Start,
            Start with { Kind = ImportKind.S4aSongTimeline },
            Start with { File = Sha256.Parse(new string('b', 64)) },
            Start with { Isrc = Isrc.Parse("AADEM2400002") },
            Start with { Store = Store.Deezer },
            Start with { ArtistAccount = AccountId.Parse("artist:a") },
            Start with { Choices = [new("day-order", "day-first")] },
            Start with { Choices = [new("day-order", "month-first")] },
        ];

        Assert.Equal(starts.Length, starts.Select(ImportIds.Of).Distinct().Count());
    }

    [Fact]
    public void IdOf_ALine_IsTheSameWheneverItIsRead_AndAnotherForEveryLineAndRecording()
    {
        var (request, later) = (Request(1), Request(2));

        Assert.Equal(request.IdOf(Recording, "2"), later.IdOf(Recording, "2"));
        Assert.Equal(request.IdOf(Recording, "2"), new ImportRequest(Start with { Kind = ImportKind.S4aSongTimeline, Choices = [new("day-order", "day-first")] }, request.Actor, request.Now).IdOf(Recording, "2"));
        Assert.NotEqual(request.IdOf(Recording, "2"), request.IdOf(Recording, "3"));
        Assert.NotEqual(request.IdOf(Recording, "2"), request.IdOf(Isrc.Parse("AADEM2400002"), "2"));
    }

    private static ImportRequest Request(int seconds) => new(Start, AccountId.Parse("agent:a"), Instant.FromUnixTimeSeconds(seconds));
}
