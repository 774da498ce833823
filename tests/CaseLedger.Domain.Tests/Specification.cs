using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Codec;
using CaseLedger.Domain.Imports;
using CaseLedger.Domain.Incidents;
using NodaTime;
using Xunit;

namespace CaseLedger.Domain.Tests;

/// <summary>Given events, when command, then events: how a decision's tests read.</summary>
internal static class Specification
{
    internal static readonly Instant Now = Instant.FromUtc(2024, 5, 1, 12, 0);
    internal static readonly Isrc Song = Isrc.Parse("AADEM2400001");
    internal static readonly AccountId Agent = AccountId.Parse("agent:support-1");
    internal static readonly AccountId Artist = AccountId.Parse("artist:a");
    internal static readonly AccountId Other = AccountId.Parse("artist:b");
    internal static readonly AccountId Manager = AccountId.Parse("manager:m");

    internal static readonly CaseOpened Opened = new(Song, "A song", "Artist A", Channel.Forum, Artist);

    /// <summary>The id of the n-th given event, from 1.</summary>
    internal static Guid IdOf(int n) => new(n, 0, 0, new byte[8]);

    /// <summary>The id that commands bear unless they repeat another.</summary>
    internal static Guid NewId { get; } = IdOf(1_000);

    internal static GivenCase Given(params CaseEvent[] events) => new(events, Agent);

    internal static GivenIncident GivenIncident(params IncidentEvent[] events) => new(events);

    internal static GivenImport GivenImport(params ImportEvent[] events) => new(events);

    internal static Recorded<TEvent>[] Record<TEvent>(IEnumerable<TEvent> events, AccountId actor)
        where TEvent : DomainEvent =>
        [.. events.Select((e, i) => Record(e, i, Now - Duration.FromDays(1), actor))];

    internal static Recorded<TEvent> Record<TEvent>(TEvent @event, int index, Instant recordedAt, AccountId? actor = null)
        where TEvent : DomainEvent
    {
        var (type, payload) = EventCodec.Current.Encode(@event);
        return new(@event, IdOf(index + 1), type, payload, index + 1, index, recordedAt, actor ?? Agent);
    }

    internal static Observed On(string day) => new Observed.On(Day.Parse(day));

    internal static Observed At(int year, int month, int day, int hour, int minute = 0) => new Observed.At(Instant.FromUtc(year, month, day, hour, minute));

    internal static DayCount Count(string day, long count, Measure measure = Measure.Streams) => new(Day.Parse(day), new(count), measure);

    internal static TrendsCount Trends(string day, long? count) => new(Day.Parse(day), count is { } c ? new StreamCount(c) : null);

    internal static ScreenshotReported Screenshot(string day, long count) => new(Store.Spotify, On("2024-04-10"), [Count(day, count)]);

    internal static Sha256 Digest(char digit) => Sha256.Parse(new string(digit, 64));
}

internal sealed class GivenCase(IReadOnlyList<CaseEvent> events, AccountId actor)
{
    internal GivenCase RecordedBy(AccountId other) => new(events, other);

    internal CaseState State => CaseState.Fold(Specification.Song, Specification.Record(events, actor));

    internal Outcome When(Func<CaseState, Decision> decide) => new(decide(State));
}

internal sealed class GivenIncident(IReadOnlyList<IncidentEvent> events)
{
    internal IncidentState State => IncidentState.Fold(Specification.Record(events, Specification.Manager));

    internal Outcome When(Func<IncidentState, Decision> decide) => new(decide(State));
}

internal sealed class GivenImport(IReadOnlyList<ImportEvent> events)
{
    internal ImportState State => ImportState.Fold(Specification.Record(events, Specification.Agent));

    internal Outcome When(Func<ImportState, Decision> decide) => new(decide(State));
}

internal sealed class Outcome(Decision decision)
{
    internal void Then(DomainEvent expected)
    {
        var append = Assert.IsType<Decision.Append>(decision);
        Assert.Equal(expected, append.Event);
        Assert.Empty(append.Warnings);
    }

    internal void ThenWarns(string code, string field) =>
        Assert.Equal((code, field), Assert.IsType<Decision.Append>(decision).Warnings.Select(w => (w.Code, w.Field)).First());

    internal void ThenNothing(Guid alreadyRecorded) => Assert.Equal(new Decision.AlreadyRecorded(alreadyRecorded), decision);

    internal void ThenIdReused(Guid id) => Assert.Equal(new Decision.IdReused(id), decision);

    internal void ThenRefused(RefusalKind kind, string? field = null)
    {
        var refusal = Assert.IsType<Decision.Refused>(decision).Refusal;
        Assert.Equal((kind.Code, field), (refusal.Code, refusal.Field));
    }
}
