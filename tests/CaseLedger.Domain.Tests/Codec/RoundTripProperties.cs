using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Codec;
using CaseLedger.Domain.Statements;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;

namespace CaseLedger.Domain.Tests.Codec;

public sealed class RoundTripProperties
{
    /// <summary>Equal events give equal bytes, and bytes give the event back: what recognising repeats and rebuilding both rest on.</summary>
    [Fact]
    public void AnyEvent_ComesBackEqualAndWithEqualBytes() => Check.QuickThrowOnFailure(Prop.ForAll(Events().ToArbitrary(), @event =>
    {
        var encoded = EventCodec.Current.Encode(@event);
        var decoded = EventCodec.Current.Decode(encoded.Type, encoded.Payload);
        return decoded.Equals(@event) && EventCodec.Current.Encode(decoded).Payload.SequenceEqual(encoded.Payload);
    }));

    private static Gen<CaseEvent> Events() => Gen.OneOf(Screenshots(), Snapshots(), Statements());

    private static Gen<CaseEvent> Screenshots() =>
        from store in Stores()
        from observed in Moments()
        from readings in (from day in Days()
                          from count in Counts()
                          from measure in Gen.Elements(Enum.GetValues<Measure>())
                          select new DayCount(day, count, measure)).ArrayOf()
        from note in Optional(Texts())
        select (CaseEvent)new ScreenshotReported(store, observed, [.. readings], null, note);

    private static Gen<CaseEvent> Snapshots() =>
        from store in Stores()
        from observed in Moments()
        from readings in (from day in Days()
                          from count in OptionalCounts()
                          from total in OptionalCounts()
                          from nonMonetised in OptionalCounts()
                          from shortPlays in OptionalCounts()
                          select new TrendsCount(day, count, total, nonMonetised, shortPlays)).ArrayOf()
        select (CaseEvent)new TrendsSnapshotTaken(store, observed, [.. readings]);

    private static Gen<CaseEvent> Statements() =>
        from party in Gen.Elements(Enum.GetValues<Party>())
        from said in Moments()
        from quote in Texts()
        from kind in Gen.Elements(Enum.GetValues<StatementKind>())
        from visibility in Gen.Elements(Enum.GetValues<Visibility>())
        from speaker in Optional(Texts())
        from stance in Gen.OneOf(Gen.Constant<Stance?>(null), Gen.Elements(Enum.GetValues<Stance>()).Select(s => (Stance?)s))
        from supersedes in Gen.OneOf(Gen.Constant<Guid?>(null), ArbMap.Default.GeneratorFor<Guid>().Select(id => (Guid?)id))
        select (CaseEvent)new StatementMade(party, said, quote, kind, visibility, speaker, stance is null ? null : Slug.Parse("a-claim"), stance, supersedes);

    private static Gen<Observed> Moments() =>
        from approximate in Gen.Elements(true, false)
        from moment in Gen.OneOf(
            from seconds in Gen.Choose(0, int.MaxValue)
            from nanoseconds in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 999_999_999), Gen.Choose(0, 9_999_999).Select(ticks => ticks * 100))
            select (Observed)new Observed.At(Instant.FromUnixTimeSeconds(seconds) + Duration.FromNanoseconds(nanoseconds)),
            Days().Select(day => (Observed)new Observed.On(day)),
            Gen.Constant<Observed>(new Observed.Unknown()))
        select moment with { Approximate = approximate };

    private static Gen<Day> Days() => Gen.Choose(0, 60_000).Select(days => Day.Parse("1970-01-01").PlusDays(days));

    private static Gen<StreamCount> Counts() =>
        Gen.OneOf(Gen.Choose(0, 1_000).Select(c => new StreamCount(c)), Gen.Choose(0, 1_000).Select(c => new StreamCount(StreamCount.Largest - c)));

    private static Gen<StreamCount?> OptionalCounts() => Gen.OneOf(Gen.Constant<StreamCount?>(null), Counts().Select(c => (StreamCount?)c));

    private static Gen<Store> Stores() => Gen.Elements(Store.Spotify, Store.Deezer, Store.Parse("a-new-one"));

    private static Gen<string?> Optional(Gen<string> texts) => Gen.OneOf(Gen.Constant<string?>(null), texts.Select(text => (string?)text));

    private static Gen<string> Texts() =>
        Gen.Elements("a", "\"", "\\", "/", "<", "'", "\n", "\t", "è", "日", "\u2028", "😀", "\u00ad", "}").ArrayOf().Select(string.Concat);
}
