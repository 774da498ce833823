using System.Text;
using CaseLedger.Ledger.Appending;
using Xunit;

namespace CaseLedger.Ledger.Tests.Appending;

public sealed class AppendTests(PostgresFixture postgres) : LedgerTest(postgres)
{
    [Fact]
    public async Task Append_NewStream_GivesReceiptsInOrder()
    {
        var events = new[] { Event("1"), Event("2"), Event("3") };
        var outcome = await Ledger.Append(Request("a", ExpectedVersion.NoStream, events), Cancellation);

        var receipts = Assert.IsType<AppendOutcome.Appended>(outcome).Receipts;
        Assert.Equal([1, 2, 3], receipts.Select(r => r.Version));
        Assert.Equal([0L, 1, 2], receipts.Select(r => r.Position));
        Assert.Equal(events.Select(e => e.EventId), receipts.Select(r => r.EventId));
        Assert.Single(receipts.Select(r => r.RecordedAt).Distinct());

        var recorded = await Ledger.Load("a", Cancellation);
        Assert.Equal(receipts, recorded.Select(e => new Receipt(e.EventId, e.Stream, e.Version, e.Position, e.RecordedAt)));
        Assert.Equal(events.Select(e => e.Payload), recorded.Select(e => e.Payload!));
        Assert.All(recorded, e => Assert.Equal("agent:test", e.Actor));
    }

    [Fact]
    public async Task Append_PayloadBytes_AreKeptExactly()
    {
        // Not even valid JSON, nor valid UTF-8: the ledger keeps bytes and judges none.
        byte[] payload = [0x7B, 0x00, 0xFF, 0xC3, 0x28, 0x0A, 0x0D, 0x20];
        await Ledger.Append(new("a", ExpectedVersion.Any, "agent:test", [new(Guid.NewGuid(), "noted.v1", payload)]), Cancellation);
        var recorded = Assert.Single(await Ledger.Load("a", Cancellation));
        Assert.Equal(payload, recorded.Payload);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Append_OtherVersionThanExpected_ConflictsAndNamesTheActual(int expected)
    {
        await Record("a", "1", "2");
        var outcome = await Ledger.Append(Request("a", ExpectedVersion.Exactly(expected), Event()), Cancellation);
        Assert.Equal(new AppendOutcome.VersionConflict("a", ExpectedVersion.Exactly(expected), 2), outcome);
        Assert.Equal(2, (await Ledger.Head(Cancellation)).Size);
    }

    [Fact]
    public async Task Append_ExpectedVersionMet_Appends()
    {
        await Record("a", "1", "2");
        var outcome = await Ledger.Append(Request("a", ExpectedVersion.Exactly(2), Event("3"), Event("4")), Cancellation);
        Assert.Equal([3, 4], Assert.IsType<AppendOutcome.Appended>(outcome).Receipts.Select(r => r.Version));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Append_SameAppendAgain_AnswersWithTheFirstReceiptsThoughTheStreamHasMovedOn(int events)
    {
        var request = Request("a", ExpectedVersion.NoStream, [.. Enumerable.Range(0, events).Select(i => Event($"{i}"))]);
        var first = Assert.IsType<AppendOutcome.Appended>(await Ledger.Append(request, Cancellation));
        await Record("a", "later");

        var again = Assert.IsType<AppendOutcome.AlreadyRecorded>(await Ledger.Append(request, Cancellation));
        Assert.Equal(first.Receipts, again.Receipts);
        Assert.Equal(events + 1, (await Ledger.Head(Cancellation)).Size);
    }

    [Theory]
    [InlineData("payload")]
    [InlineData("type")]
    [InlineData("stream")]
    [InlineData("actor")]
    public async Task Append_SameIdOtherContent_IsRefusedAndTheFirstKept(string difference)
    {
        var id = Guid.NewGuid();
        var first = Assert.IsType<AppendOutcome.Appended>(
            await Ledger.Append(Request("a", ExpectedVersion.Any, Event("one", id)), Cancellation));

        var other = Request("a", ExpectedVersion.Any, Event("one", id));
        other = difference switch
        {
            "payload" => other with { Events = [Event("two", id)] },
            "type" => other with { Events = [Event("one", id, "other.v1")] },
            "stream" => other with { Stream = "b" },
            _ => other with { Actor = "agent:other" },
        };
        var outcome = Assert.IsType<AppendOutcome.IdReused>(await Ledger.Append(other, Cancellation));
        Assert.Equal(id, outcome.EventId);
        Assert.Equal(first.Receipts[0], outcome.First);
        var kept = Assert.Single(await All());
        Assert.Equal("one", Encoding.UTF8.GetString(kept.Payload!));
    }

    [Fact]
    public async Task Append_OnlyAPartOfIt_WasRecordedBefore_IsRefused()
    {
        var (a, b) = (Event("a"), Event("b"));
        await Ledger.Append(Request("s", ExpectedVersion.Any, a), Cancellation);
        Assert.IsType<AppendOutcome.IdReused>(await Ledger.Append(Request("s", ExpectedVersion.Any, a, b), Cancellation));
        Assert.IsType<AppendOutcome.IdReused>(await Ledger.Append(Request("s", ExpectedVersion.Any, b, a), Cancellation));
        Assert.Single(await All());
    }

    [Fact]
    public async Task Append_SameEventsInOtherOrder_IsRefused()
    {
        var (a, b) = (Event("a"), Event("b"));
        await Ledger.Append(Request("s", ExpectedVersion.Any, a, b), Cancellation);
        Assert.IsType<AppendOutcome.IdReused>(await Ledger.Append(Request("s", ExpectedVersion.Any, b, a), Cancellation));
    }

    [Fact]
    public async Task Append_RedactedSince_CanNotBeComparedAndIsRefused()
    {
        AuditAfterwards = false; // redaction by hand leaves no event that says so
        var request = Request("a", ExpectedVersion.Any, Event("personal"));
        await Ledger.Append(request, Cancellation);
        await Execute(Owner, """
            alter table ledger.event disable trigger refuse_change;
            update ledger.event set salt = null, payload = null;
            alter table ledger.event enable always trigger refuse_change
            """);
        Assert.IsType<AppendOutcome.IdReused>(await Ledger.Append(request, Cancellation));
        var audit = await Audit();
        Assert.Equal((1, 1), (audit.Events, audit.Redacted));
        Assert.True(audit.IsClean);
    }

    [Fact]
    public async Task Append_MixedBatch_EachGetsItsOwnOutcome()
    {
        await Record("conflicting", "1");
        var repeated = Request("repeated", ExpectedVersion.Any, Event("r"));
        await Ledger.Append(repeated, Cancellation);
        var taken = Request("repeated", ExpectedVersion.Any, Event("other", repeated.Events[0].EventId));

        // While the head is locked, everything below gathers in one batch.
        Task<AppendOutcome>[] waiting;
        await using (var holder = await Owner.OpenConnectionAsync(Cancellation))
        {
            await using var transaction = await holder.BeginTransactionAsync(Cancellation);
            await using (var hold = new Npgsql.NpgsqlCommand("select from ledger.head for update", holder))
            {
                await hold.ExecuteNonQueryAsync(Cancellation);
            }

            var first = Ledger.Append(Request("first", ExpectedVersion.Any, Event()), Cancellation);
            await Task.Delay(100, Cancellation);
            waiting =
            [
                first,
                Ledger.Append(Request("new", ExpectedVersion.NoStream, Event("n")), Cancellation),
                Ledger.Append(Request("conflicting", ExpectedVersion.NoStream, Event("c")), Cancellation),
                Ledger.Append(repeated, Cancellation),
                Ledger.Append(taken, Cancellation),
                Ledger.Append(Request("new", ExpectedVersion.Exactly(1), Event("n2")), Cancellation),
                Ledger.Append(Request("new", ExpectedVersion.Exactly(1), Event("too late")), Cancellation),
                Ledger.Append(Request("conflicting", ExpectedVersion.Any, Event("c2")), Cancellation),
            ];
            await transaction.RollbackAsync(Cancellation);
        }

        var outcomes = await Task.WhenAll(waiting);
        Assert.IsType<AppendOutcome.Appended>(outcomes[0]);
        Assert.IsType<AppendOutcome.Appended>(outcomes[1]);
        Assert.Equal(new AppendOutcome.VersionConflict("conflicting", ExpectedVersion.NoStream, 1), outcomes[2]);
        Assert.IsType<AppendOutcome.AlreadyRecorded>(outcomes[3]);
        Assert.IsType<AppendOutcome.IdReused>(outcomes[4]);
        Assert.Equal(2, Assert.IsType<AppendOutcome.Appended>(outcomes[5]).Receipts[0].Version);
        Assert.Equal(new AppendOutcome.VersionConflict("new", ExpectedVersion.Exactly(1), 2), outcomes[6]);
        Assert.Equal(2, Assert.IsType<AppendOutcome.Appended>(outcomes[7]).Receipts[0].Version);
    }

    [Fact]
    public async Task Append_DatabaseRefusesOneOfABatch_TheOthersAreRecorded()
    {
        // A limit that only this database has: it stands for whatever makes the server refuse one event.
        await Execute(Owner, "alter table ledger.event add constraint small check (octet_length(payload) < 100)");
        var large = Request("large", ExpectedVersion.Any, Event(new string('x', 200)));
        Task<AppendOutcome>[] waiting;
        await using (var holder = await Owner.OpenConnectionAsync(Cancellation))
        {
            await using var transaction = await holder.BeginTransactionAsync(Cancellation);
            await using (var hold = new Npgsql.NpgsqlCommand("select from ledger.head for update", holder))
            {
                await hold.ExecuteNonQueryAsync(Cancellation);
            }

            waiting = [.. Enumerable.Range(0, 8).Select(i => Ledger.Append(i == 3 ? large : Request($"s{i}", ExpectedVersion.NoStream, Event()), Cancellation))];
            await transaction.RollbackAsync(Cancellation);
        }

        var outcomes = await Task.WhenAll(waiting);
        Assert.IsType<AppendOutcome.NotRecorded>(outcomes[3]);
        Assert.Equal(7, outcomes.Count(o => o is AppendOutcome.Appended));
    }

    [Theory]
    [InlineData("", "agent:test", "noted.v1")]
    [InlineData("a\nb", "agent:test", "noted.v1")]
    [InlineData("a", "agent\0", "noted.v1")]
    [InlineData("a", "agent:test", "")]
    public async Task Append_MalformedName_IsRefusedBeforeItWaits(string stream, string actor, string type) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(
            () => Ledger.Append(new(stream, ExpectedVersion.Any, actor, [Event(type: type)]), Cancellation));

    [Fact]
    public async Task Append_HalfASurrogatePairInAName_IsRefusedBeforeItWaits() =>
        await Assert.ThrowsAnyAsync<ArgumentException>(
            () => Ledger.Append(Request("a" + (char)0xD800, ExpectedVersion.Any, Event()), Cancellation));

    [Fact]
    public async Task Append_NoEventOrAnIdTwice_IsRefusedBeforeItWaits()
    {
        var id = Guid.NewGuid();
        await Assert.ThrowsAsync<ArgumentException>(() => Ledger.Append(Request("a", ExpectedVersion.Any), Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Ledger.Append(Request("a", ExpectedVersion.Any, Event("1", id), Event("2", id)), Cancellation));
    }

    [Fact]
    public async Task Append_RecordedAt_NeverDecreasesThoughTheClockDoes()
    {
        await Record("a", "1");
        await Execute(Owner, "update ledger.head set recorded_at = clock_timestamp() + interval '1 hour'");
        var ahead = (await Record("a", "2"))[0];
        var next = (await Record("a", "3"))[0];
        Assert.Equal(ahead.RecordedAt, next.RecordedAt);
    }

    [Fact]
    public void Repeat_PartialOrOtherOrder_IsJudgedAsTheDatabaseDoes()
    {
        var events = new[] { Event("a"), Event("b") };
        var request = Request("s", ExpectedVersion.Any, events);
        RecordedEvent Recorded(int i, int version) => new(
            version - 1, "s", version, events[i].EventId, "noted.v1", default, "agent:test", new byte[16], events[i].Payload, new byte[32]);

        Assert.IsType<AppendOutcome.AlreadyRecorded>(Repeat.Judge(request, [Recorded(0, 1), Recorded(1, 2)]));
        Assert.IsType<AppendOutcome.IdReused>(Repeat.Judge(request, [Recorded(0, 2), Recorded(1, 1)]));
        Assert.IsType<AppendOutcome.IdReused>(Repeat.Judge(request, [Recorded(0, 1), null]));
        Assert.IsType<AppendOutcome.IdReused>(Repeat.Judge(request, [null, Recorded(1, 1)]));
        Assert.IsType<AppendOutcome.IdReused>(Repeat.Judge(request, [Recorded(0, 1) with { Payload = null, Salt = null }, Recorded(1, 2)]));
    }
}
