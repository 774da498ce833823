using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Duties;
using CaseLedger.Domain.Imports;
using CaseLedger.Domain.Incidents;
using CaseLedger.Domain.Statements;
using NodaTime;
using static CaseLedger.Domain.Tests.Specification;

namespace CaseLedger.Domain.Tests.Codec;

/// <summary>Every type of event with its released bytes: in its shortest form, and with everything that it can say.</summary>
internal static class Samples
{
    private const string Id = "00000001-0000-0000-0000-000000000000";
    private static readonly string Aa = new('a', 64);

    internal static IReadOnlyList<(string Type, DomainEvent Event, string Json)> All { get; } =
    [
        ("case-opened.v1", new CaseOpened(Song, "A song", "Artist A", Channel.Forum),
            """{"isrc":"AADEM2400001","title":"A song","artist":"Artist A","channel":"forum"}"""),
        ("case-opened.v1",
            new CaseOpened(Song, "Più <così> & 'so' 😀", "Artist A", Channel.Email, Artist, Day.Parse("2024-03-01"), new Observed.On(Day.Parse("2024-03-10")) { Approximate = true }, "Line\nline"),
            """{"isrc":"AADEM2400001","title":"Più <così> & 'so' \uD83D\uDE00","artist":"Artist A","channel":"email","artistAccount":"artist:a","releaseDate":"2024-03-01","openedAt":{"on":"2024-03-10","approximate":true},"note":"Line\nline"}"""),
        ("screenshot-reported.v1", Screenshot("2024-04-03", 114),
            """{"store":"spotify","observed":{"on":"2024-04-10"},"readings":[{"day":"2024-04-03","count":114}]}"""),
        ("screenshot-reported.v1",
            new ScreenshotReported(Store.Parse("new-store"), new Observed.At(Instant.FromUtc(2024, 4, 10, 8, 5) + Duration.FromMilliseconds(250)), [Count("2024-04-03", StreamCount.Largest, Measure.Listeners)], [Digest('a')], "Seen"),
            $$"""{"store":"new-store","observed":{"at":"2024-04-10T08:05:00.25Z"},"readings":[{"day":"2024-04-03","count":9007199254740991,"measure":"listeners"}],"evidence":["{{Aa}}"],"note":"Seen"}"""),
        ("trends-snapshot-taken.v1", new TrendsSnapshotTaken(Store.Spotify, new Observed.Unknown(), [Trends("2024-04-03", 0), Trends("2024-04-04", null)]),
            """{"store":"spotify","observed":{"unknown":true},"readings":[{"day":"2024-04-03","count":0},{"day":"2024-04-04","count":null}]}"""),
        ("trends-snapshot-taken.v1",
            new TrendsSnapshotTaken(Store.Spotify, new Observed.Unknown { Approximate = true }, [new(Day.Parse("2024-03-30"), new(79), new(153), new(74), new(12))], "By hand"),
            """{"store":"spotify","observed":{"unknown":true,"approximate":true},"readings":[{"day":"2024-03-30","count":79,"streamsTotal":153,"nonMonetised":74,"shortPlays":12}],"note":"By hand"}"""),
        ("trends-snapshot-taken.v1",
            new TrendsSnapshotTaken(Store.Spotify, new Observed.At(Instant.FromUtc(2024, 4, 10, 6, 0)), [Trends("2024-04-03", 104)], From: new(Digest('a'), 12)),
            $$$"""{"store":"spotify","observed":{"at":"2024-04-10T06:00:00Z"},"readings":[{"day":"2024-04-03","count":104}],"from":{"file":"{{{Aa}}}","line":12}}"""),
        ("store-feed-received.v1", new StoreFeedReceived(Store.Spotify, new Observed.Unknown(), [Count("2024-04-03", 110)]),
            """{"store":"spotify","observed":{"unknown":true},"readings":[{"day":"2024-04-03","count":110}]}"""),
        ("store-feed-received.v1", new StoreFeedReceived(Store.Spotify, On("2024-04-05"), [Count("2024-04-03", 110)], new(Digest('a'), 3)),
            $$$"""{"store":"spotify","observed":{"on":"2024-04-05"},"readings":[{"day":"2024-04-03","count":110}],"from":{"file":"{{{Aa}}}","line":3}}"""),
        ("import-started.v1", new ImportStarted(ImportKind.TrendsSnapshot, Digest('a'), 420, "trends.csv.gz"),
            $$"""{"kind":"trends-snapshot","file":"{{Aa}}","size":420,"name":"trends.csv.gz"}"""),
        ("import-started.v1",
            new ImportStarted(ImportKind.Spreadsheet, Digest('a'), 420, "days.xlsx", Song, Store.Spotify, On("2024-04-20"), [new("day-order", "day-first")], Artist),
            $$"""{"kind":"spreadsheet","file":"{{Aa}}","size":420,"name":"days.xlsx","isrc":"AADEM2400001","store":"spotify","observed":{"on":"2024-04-20"},"choices":[{"name":"day-order","value":"day-first"}],"artistAccount":"artist:a"}"""),
        ("import-finished.v1", new ImportFinished(10, 10, 0, 0),
            """{"rows":10,"accepted":10,"repeated":0,"refused":0}"""),
        ("import-finished.v1", new ImportFinished(10, 6, 3, 1, Digest('a')),
            $$"""{"rows":10,"accepted":6,"repeated":3,"refused":1,"refusedRows":"{{Aa}}"}"""),
        ("import-failed.v1", new ImportFailed("gzip-truncated", "It ends early.", 4, 0, 0),
            """{"code":"gzip-truncated","detail":"It ends early.","accepted":4,"repeated":0,"refused":0}"""),
        ("import-failed.v1", new ImportFailed("gzip-truncated", "It ends early.", 4, 1, 2, 5),
            """{"code":"gzip-truncated","detail":"It ends early.","accepted":4,"repeated":1,"refused":2,"line":5}"""),
        ("import-failed.v1", new ImportFailed("no-room", "The disk is full.", 0, 0, 0, IsUncounted: true),
            """{"code":"no-room","detail":"The disk is full.","accepted":0,"repeated":0,"refused":0,"isUncounted":true}"""),
        ("import-failed.v1", new ImportFailed("gzip-truncated", "It ends early.", 4, 1, 2, 5, Digest('a')),
            $$"""{"code":"gzip-truncated","detail":"It ends early.","accepted":4,"repeated":1,"refused":2,"line":5,"refusedRows":"{{Aa}}"}"""),
        ("store-reply-received.v1", new StoreReplyReceived(Store.Spotify, On("2024-04-20"), Quote: "No."),
            """{"store":"spotify","observed":{"on":"2024-04-20"},"quote":"No."}"""),
        ("store-reply-received.v1", new StoreReplyReceived(Store.Spotify, On("2024-04-20"), [Count("2024-04-03", 110)], "No.", [Digest('a')], "By chat"),
            $$"""{"store":"spotify","observed":{"on":"2024-04-20"},"readings":[{"day":"2024-04-03","count":110}],"quote":"No.","evidence":["{{Aa}}"],"note":"By chat"}"""),
        ("royalty-lines-reported.v1",
            new RoyaltyLinesReported(
                new(Month.Parse("2024-06"), "june.csv"),
                [
                    new(Store.Spotify, Month.Parse("2024-03"), 0, Amount.Parse("0.00410"), Currency.Parse("EUR")),
                    new(Store.Deezer, Month.Parse("2024-03"), -5, Amount.Parse("-1.5"), Currency.Parse("USD"), Country.Parse("IT"), "Stream"),
                ]),
            """{"statement":{"period":"2024-06","name":"june.csv"},"lines":[{"store":"spotify","saleMonth":"2024-03","quantity":0,"revenue":"0.00410","currency":"EUR"},{"store":"deezer","saleMonth":"2024-03","quantity":-5,"revenue":"-1.5","currency":"USD","country":"IT","kind":"Stream"}]}"""),
        ("royalty-lines-reported.v1",
            new RoyaltyLinesReported(
                new(Month.Parse("2024-06"), "june.csv"),
                [new(Store.Spotify, Month.Parse("2024-03"), 1, Amount.Parse("0.1"), Currency.Parse("EUR"), Line: 7, Other: [new("Label", "L")])],
                Digest('a')),
            $$$"""{"statement":{"period":"2024-06","name":"june.csv"},"lines":[{"store":"spotify","saleMonth":"2024-03","quantity":1,"revenue":"0.1","currency":"EUR","line":7,"other":[{"name":"Label","value":"L"}]}],"file":"{{{Aa}}}"}"""),
        ("reading-withdrawn.v1", new ReadingWithdrawn(IdOf(1), "Wrong song"),
            $$"""{"eventId":"{{Id}}","reason":"Wrong song"}"""),
        ("reading-withdrawn.v1", new ReadingWithdrawn(IdOf(1), "Wrong song", Day.Parse("2024-04-03")),
            $$"""{"eventId":"{{Id}}","reason":"Wrong song","day":"2024-04-03"}"""),
        ("evidence-attached.v1", new EvidenceAttached(EvidenceKind.Spreadsheet, On("2024-03-20"), Channel.Email),
            """{"what":"spreadsheet","sent":{"on":"2024-03-20"},"via":"email"}"""),
        ("evidence-attached.v1", new EvidenceAttached(EvidenceKind.Screenshot, On("2024-03-20"), Channel.Chat, Digest('a'), "a.png", "Again"),
            $$"""{"what":"screenshot","sent":{"on":"2024-03-20"},"via":"chat","sha256":"{{Aa}}","name":"a.png","note":"Again"}"""),
        ("statement-made.v1", new StatementMade(Party.Artist, On("2024-04-12"), "It is higher.", StatementKind.Measured, Visibility.Case),
            """{"party":"artist","said":{"on":"2024-04-12"},"quote":"It is higher.","kind":"measured","visibility":"case"}"""),
        ("statement-made.v1", new StatementMade(Party.Distributor, On("2024-04-12"), "No filter.", StatementKind.Hearsay, Visibility.Private, "Support 1", Slug.Parse("filter-known"), Stance.Deny, IdOf(1)),
            $$"""{"party":"distributor","said":{"on":"2024-04-12"},"quote":"No filter.","kind":"hearsay","visibility":"private","speaker":"Support 1","proposition":"filter-known","stance":"deny","supersedes":"{{Id}}"}"""),
        ("statement-withdrawn.v1", new StatementWithdrawn(IdOf(1), "Ignore it"),
            $$"""{"statementId":"{{Id}}","reason":"Ignore it"}"""),
        ("information-requested.v1", new InformationRequested(Party.Distributor, Party.Artist, "One ISRC", On("2024-04-20")),
            """{"by":"distributor","of":"artist","what":"One ISRC","asked":{"on":"2024-04-20"}}"""),
        ("information-requested.v1", new InformationRequested(Party.Distributor, Party.Artist, "Three days", On("2024-04-20"), Day.Parse("2024-04-27"), Slug.Parse("three-days")),
            """{"by":"distributor","of":"artist","what":"Three days","asked":{"on":"2024-04-20"},"dueOn":"2024-04-27","rule":"three-days"}"""),
        ("information-provided.v1", new InformationProvided(IdOf(1), Text: "Here"),
            $$"""{"requestId":"{{Id}}","text":"Here"}"""),
        ("information-provided.v1", new InformationProvided(IdOf(1), [IdOf(1)]),
            $$"""{"requestId":"{{Id}}","eventIds":["{{Id}}"]}"""),
        ("promise-made.v1", new PromiseMade(Party.Distributor, "An answer", On("2024-04-12")),
            """{"by":"distributor","what":"An answer","made":{"on":"2024-04-12"}}"""),
        ("promise-made.v1", new PromiseMade(Party.Distributor, "An answer", On("2024-04-12"), "Support 2", Day.Parse("2024-04-19")),
            """{"by":"distributor","what":"An answer","made":{"on":"2024-04-12"},"speaker":"Support 2","dueOn":"2024-04-19"}"""),
        ("promise-settled.v1", new PromiseSettled(IdOf(1), PromiseOutcome.Kept),
            $$"""{"promiseId":"{{Id}}","outcome":"kept"}"""),
        ("promise-settled.v1", new PromiseSettled(IdOf(1), PromiseOutcome.Withdrawn, "Not possible"),
            $$"""{"promiseId":"{{Id}}","outcome":"withdrawn","note":"Not possible"}"""),
        ("case-assigned.v1", new CaseAssigned(Agent), """{"assignee":"agent:support-1"}"""),
        ("case-assigned.v1", new CaseAssigned(), "{}"),
        ("challenge-sent.v1", new ChallengeSent(Store.Spotify, On("2024-04-30"), [Day.Parse("2024-04-03")]),
            """{"store":"spotify","sent":{"on":"2024-04-30"},"days":["2024-04-03"]}"""),
        ("challenge-sent.v1", new ChallengeSent(Store.Spotify, On("2024-04-30"), [Day.Parse("2024-04-03"), Day.Parse("2024-04-04")], "T-1", "By mail"),
            """{"store":"spotify","sent":{"on":"2024-04-30"},"days":["2024-04-03","2024-04-04"],"reference":"T-1","note":"By mail"}"""),
        ("case-resolved.v1", new CaseResolved(Slug.Parse("explained")), """{"resolution":"explained"}"""),
        ("case-resolved.v1", new CaseResolved(Slug.Parse("explained"), "At last"), """{"resolution":"explained","note":"At last"}"""),
        ("case-reopened.v1", new CaseReopened("It goes on"), """{"reason":"It goes on"}"""),
        ("cases-linked.v1", new CasesLinked(Isrc.Parse("AADEM2400002"), "Same days"), """{"isrc":"AADEM2400002","reason":"Same days"}"""),
        ("follower-added.v1", new FollowerAdded(Other), """{"account":"artist:b"}"""),
        ("follower-added.v1", new FollowerAdded(Other, "Asked to"), """{"account":"artist:b","note":"Asked to"}"""),
        ("incident-declared.v1",
            new IncidentDeclared(Slug.Parse("trends-2024-03-31"), Store.Spotify, Day.Parse("2024-03-31"), Day.Parse("2024-04-01"), Source.Trends, On("2024-04-13"), "Wrong."),
            """{"slug":"trends-2024-03-31","store":"spotify","firstDay":"2024-03-31","lastDay":"2024-04-01","affects":"trends","declared":{"on":"2024-04-13"},"publicText":"Wrong."}"""),
        ("incident-rescoped.v1", new IncidentRescoped(Day.Parse("2024-03-31"), Day.Parse("2024-04-03"), "More."),
            """{"firstDay":"2024-03-31","lastDay":"2024-04-03","publicText":"More."}"""),
        ("incident-fixed.v1", new IncidentFixed(On("2024-04-20")), """{"fixedAt":{"on":"2024-04-20"}}"""),
        ("incident-fixed.v1", new IncidentFixed(On("2024-04-20"), "Right again."), """{"fixedAt":{"on":"2024-04-20"},"publicText":"Right again."}"""),
    ];

    internal static DomainEvent Find(string type, string json) => All.Single(sample => sample.Type == type && sample.Json == json).Event;
}
