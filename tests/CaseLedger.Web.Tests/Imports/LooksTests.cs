using CaseLedger.Domain;
using CaseLedger.Domain.Imports;
using CaseLedger.Web.Imports;

namespace CaseLedger.Web.Tests.Imports;

/// <summary>Files are looked through a few at once, whoever sends how many.</summary>
public sealed class LooksTests
{
    private static readonly ImportStarted OfOne = new(ImportKind.Spreadsheet, Sha256.Parse(new string('a', 64)), 3, "one.csv", Isrc.Parse("AADEM2400001"));

    private static readonly ImportStarted OfMany = new(ImportKind.TrendsSnapshot, Sha256.Parse(new string('b', 64)), 4, "many.csv");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_MoreThanMayWait_AreSentAway_AndTheOthersHaveTheirTurn()
    {
        using var looks = new Looks();
        using var goOn = new ManualResetEventSlim();
        var (reading, most) = (0, 0);

        var taken = Enumerable.Range(0, Looks.AtOnce + Looks.MostWaiting).Select(_ => looks.Take(OfOne, Look, Cancellation)).ToList();
        var beyond = await looks.Take(OfOne, Look, Cancellation);
        var ofAnother = looks.Take(OfMany, () => "seen", Cancellation);

        Assert.Null(beyond);
        Assert.Equal("seen", await ofAnother);
        Assert.All(taken, look => Assert.False(look.IsCompleted));
        goOn.Set();
        Assert.All(await Task.WhenAll(taken), seen => Assert.Equal("seen", seen));
        Assert.InRange(most, 1, Looks.AtOnce);
        Assert.Equal("seen", await looks.Take(OfOne, Look, Cancellation));

        string Look()
        {
            var now = Interlocked.Increment(ref reading);
            most = Math.Max(most, now);
            goOn.Wait(Cancellation);
            Interlocked.Decrement(ref reading);
            return "seen";
        }
    }

    [Fact]
    public async Task Take_WhoGoesAwayWhileWaiting_LeavesTheirPlace()
    {
        using var looks = new Looks();
        using var goOn = new ManualResetEventSlim();
        using var gone = new CancellationTokenSource();
        var reading = Enumerable.Range(0, Looks.AtOnce).Select(_ => looks.Take(OfOne, Look, Cancellation)).ToList();
        var waiting = Enumerable.Range(0, Looks.MostWaiting).Select(_ => looks.Take(OfOne, Look, gone.Token)).ToList();

        await gone.CancelAsync();

        foreach (var look in waiting)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => look);
        }

        var next = looks.Take(OfOne, Look, Cancellation);
        goOn.Set();
        Assert.Equal("seen", await next);
        await Task.WhenAll(reading);

        string Look()
        {
            goOn.Wait(Cancellation);
            return "seen";
        }
    }

    [Fact]
    public async Task Take_ALookThatFails_GivesItsTurnBack()
    {
        using var looks = new Looks();
        for (var i = 0; i <= Looks.AtOnce + Looks.MostWaiting; i++)
        {
            await Assert.ThrowsAsync<IOException>(() => looks.Take<string>(OfOne, () => throw new IOException(), Cancellation));
        }

        Assert.Equal("seen", await looks.Take(OfOne, () => "seen", Cancellation));
    }
}
