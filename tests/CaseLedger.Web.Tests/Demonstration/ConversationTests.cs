using System.Text.Json.Nodes;
using CaseLedger.Domain.Codec;
using CaseLedger.Web.Demonstration;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Demonstration;

/// <summary>Every fact of the conversation is found in the timeline, one by one, with what makes it that fact.</summary>
public sealed class ConversationTests(DemoServer demo) : IClassFixture<DemoServer>
{
    private const string A = "AADEM2400001";
    private const string B = "AADEM2400002";
    private const string C = "AADEM2400003";

    /// <summary>
    /// Of each item: the case, the type of event, and what its fields hold (a dot leads into an object).
    /// An item of several facts has several lines.
    /// </summary>
    public static TheoryData<int, string, string, string> Facts { get; } = new()
    {
        { 1, A, "information-requested.v1", "by=artist&of=distributor&what~agreed" },
        { 1, A, "information-provided.v1", "text~exclusivity" },
        { 2, A, "case-opened.v1", "openedAt.on=2024-03-12&openedAt.approximate=true&note~17 or 18&channel=forum" },
        { 3, A, "statement-made.v1", "party=artist&kind=measured&quote~far more streams" },
        { 4, A, "statement-made.v1", "party=store&kind=hearsay&proposition=one-set-of-stats&stance=affirm" },
        { 5, A, "statement-made.v1", "party=distributor&proposition=filter-known&stance=affirm&said.on=2024-04-05" },
        { 5, A, "statement-made.v1", "party=distributor&proposition=filter-known&stance=affirm&said.on=2024-04-12" },
        { 6, A, "evidence-attached.v1", "what=screenshot&via=email&sent.on=2024-03-18" },
        { 6, A, "evidence-attached.v1", "what=screenshot&sent.on=2024-03-25" },
        { 6, A, "evidence-attached.v1", "what=spreadsheet" },
        { 6, A, "statement-made.v1", "party=distributor&quote~technicians" },
        { 7, A, "statement-made.v1", "party=artist&quote~20 %&quote~about 100" },
        { 7, A, "statement-made.v1", "party=other&kind=opinion&quote~3 April" },
        { 8, A, "statement-made.v1", "party=artist&quote~money&quote~leaves" },
        { 9, A, "statement-made.v1", "party=distributor&speaker=support 2&proposition=filter-known&stance=deny" },
        { 9, A, "promise-made.v1", "by=distributor&what~next week&dueOn=2024-04-19" },
        { 10, A, "promise-made.v1", "speaker=support 3&what~for good" },
        { 11, A, "statement-made.v1", "party=artist&quote~plainly that there is a problem" },
        { 11, A, "information-requested.v1", "by=artist&dueOn=2024-04-22" },
        { 11, A, "information-provided.v1", "text~more time" },
        { 12, B, "trends-snapshot-taken.v1", "store=spotify&readings.0.day=2024-04-03&readings.0.count=0" },
        { 12, B, "trends-snapshot-taken.v1", "readings.0.day=2024-04-03&readings.0.count=65&observed.approximate=true" },
        { 12, B, "statement-made.v1", "quote~Deezer and Amazon Music" },
        { 13, A, "statement-made.v1", "party=artist&kind=measured&quote~for months" },
        { 14, A, "screenshot-reported.v1", "store=spotify&readings.0.day=2024-03-30&readings.0.count=153" },
        { 14, A, "trends-snapshot-taken.v1", "store=spotify&readings.0.day=2024-03-30&readings.0.count=79" },
        { 15, A, "trends-snapshot-taken.v1", "readings.0.day=2024-04-03&readings.0.count=0&observed.on=2024-04-16" },
        { 15, A, "trends-snapshot-taken.v1", "readings.0.day=2024-04-03&readings.0.count=104&observed.on=2024-04-18" },
        { 15, A, "screenshot-reported.v1", "readings.0.day=2024-04-03&readings.0.count=114&observed.on=2024-04-18" },
        { 16, A, "statement-made.v1", "party=artist&kind=opinion&quote~money" },
        { 16, A, "information-requested.v1", "dueOn=2024-05-15" },
        { 17, C, "case-opened.v1", "openedAt.on=2023-09-30&releaseDate=2023-07-07" },
        { 17, C, "statement-made.v1", "kind=hearsay&quote~the stores are to blame" },
        { 17, C, "royalty-lines-reported.v1", "lines.0.quantity=0&lines.0.revenue=0.02&lines.1.saleMonth=2023-06&lines.2.saleMonth=2023-06" },
        { 17, A, "follower-added.v1", "account=artist:c" },
        { 18, A, "cases-linked.v1", $"isrc={B}" },
        { 18, A, "cases-linked.v1", $"isrc={C}" },
        { 19, A, "statement-made.v1", "speaker=support 2&quote~no difference" },
        { 19, A, "statement-made.v1", "speaker=support 2&quote~no revenue report" },
        { 19, A, "promise-made.v1", "what~31 March and 1 April" },
        { 20, B, "statement-made.v1", "kind=opinion&quote~outside the days named" },
        { 21, A, "statement-made.v1", "quote~Trends leaves them out&proposition=filter-known&stance=affirm" },
        { 21, A, "statement-made.v1", "quote~No other store&stance=affirm" },
        { 22, A, "statement-made.v1", "kind=opinion&quote~free trials" },
        { 22, A, "statement-made.v1", "kind=opinion&quote~added later" },
        { 23, A, "statement-made.v1", "quote~seemed worth nothing&said.on=2024-04-22" },
        { 23, A, "statement-made.v1", "quote~under 30 seconds&said.on=2024-04-23" },
        { 23, A, "statement-made.v1", "party=artist&quote~not in the quote" },
        { 24, A, "statement-made.v1", "quote~no bearing on payouts&stance=deny" },
        { 24, A, "statement-made.v1", "quote~rate per stream" },
        { 25, A, "statement-made.v1", "party=artist&quote~whose is it" },
        { 25, A, "statement-made.v1", "party=artist&quote~the store lies" },
        { 25, A, "promise-made.v1", "by=artist&what~chats" },
        { 26, A, "statement-made.v1", "proposition=trends-bears-on-payouts&stance=affirm" },
        { 26, A, "statement-made.v1", "quote~hint at fraud" },
        { 27, A, "statement-made.v1", "party=artist&proposition=incident-ends-1-april&stance=deny" },
        { 28, A, "statement-withdrawn.v1", $"statementId={NamedId.Of("23-worth-nothing-edited")}&reason~start again" },
        { 28, B, "statement-withdrawn.v1", "reason~start again" },
        { 28, A, "statement-made.v1", "quote~30 seconds count" },
        { 28, A, "statement-made.v1", "quote~2a alone&proposition=one-set-of-stats&stance=deny" },
        { 29, A, "statement-made.v1", "kind=hearsay&proposition=one-set-of-stats&stance=affirm&said.on=2024-04-25" },
        { 29, A, "statement-made.v1", "quote~royalty data" },
        { 30, A, "information-requested.v1", "by=distributor&of=artist&rule=three-days&what~90 days" },
        { 31, A, "statement-made.v1", "quote~third time&quote~about 100" },
        { 31, A, "evidence-attached.v1", "sent.on=2024-04-26" },
        { 32, A, "information-requested.v1", "what~several readings" },
        { 32, A, "information-requested.v1", "what~one release" },
        { 32, A, "information-requested.v1", "what~monetised" },
    };

    [Theory]
    [MemberData(nameof(Facts))]
    public async Task Item_IsFoundInTheTimeline(int item, string isrc, string type, string holds)
    {
        var ids = Conversation.Steps.Where(step => step.Item == item).Select(step => step.Command.Id.ToString()).ToHashSet();
        var timeline = await demo.Server.All("agent", $"/api/v1/cases/{isrc}/timeline", limit: 25);

        var found = timeline.Where(entry => ids.Contains((string)entry["id"]!) && (string?)entry["type"] == type && Holds(entry["fields"]!, holds));

        Assert.True(found.Any(), $"Item {item}: no {type} with {holds}");
    }

    [Fact]
    public async Task Item19_DeclaresTheIncident()
    {
        var incident = (await demo.Read("incidents/trends-2024-03-31")).Json["incident"]!;

        Assert.True(Holds(incident, "store=spotify&firstDay=2024-03-31&lastDay=2024-04-01&affects=trends&publicText~Revenue reports are not concerned"));
        Assert.Null(incident["fixedAt"]);
    }

    [Fact]
    public void Facts_AndSteps_CoverAllItems()
    {
        var all = Enumerable.Range(1, Conversation.Items).ToArray();

        Assert.Equal(all, Facts.Select(fact => fact.Data.Item1).Distinct().Order());
        Assert.Equal(all, Conversation.Steps.Select(step => step.Item).Distinct().Order());
    }

    [Fact]
    public async Task EveryStep_IsOneEventAndNothingElseIsRecorded()
    {
        Assert.Equal(Conversation.Steps.Count, demo.First.Recorded);
        Assert.Equal(0, demo.First.Before);
        var recorded = await demo.Server.Ledger.Find([.. Conversation.Steps.Select(step => step.Command.Id)]);
        Assert.Equal(await demo.Server.Size(), recorded.Count);
        Assert.All(recorded, e => Assert.NotNull(EventCodec.Current.Decode(e.Type, e.Payload)));
    }

    [Fact]
    public async Task ReplayedAgain_NothingChanges()
    {
        var before = await demo.Server.Size();

        var again = await demo.Replay();

        Assert.Equal(new ReplayResult(0, Conversation.Steps.Count), again);
        Assert.Equal(before, await demo.Server.Size());
    }

    // "a.b=x" is that value, "a.b~x" is a text that holds it.
    private static bool Holds(JsonNode fields, string what) => what.Split('&').All(one =>
    {
        var sign = one.AsSpan().IndexOfAny('=', '~');
        var value = one[..sign].Split('.').Aggregate((JsonNode?)fields, (node, name) => node is JsonArray list ? list[int.Parse(name)] : node?[name]);
        var text = value is null ? null : value.GetValueKind() is System.Text.Json.JsonValueKind.String ? (string)value! : value.ToJsonString();
        return text is not null && (one[sign] == '=' ? text == one[(sign + 1)..] : text.Contains(one[(sign + 1)..], StringComparison.Ordinal));
    });
}
