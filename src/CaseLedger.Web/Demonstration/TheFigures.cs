using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Statements;

namespace CaseLedger.Web.Demonstration;

// Items 12 to 18: other artists, and the figures that the day history shows.
internal static partial class Conversation
{
    private static IEnumerable<Step> TheFigures =>
    [
        Opened(
            12, B, "Recording B", "artist B", "artist:b", "2024-04-08",
            "Told in the forum below artist A's question. The year is assumed, days are inferred."),
        Trends(
            12, "trends-zero", B, "2024-04-08", Day3April, 0,
            "Stood at 0 for a long time; the day on which it was last seen so is a guess."),
        Trends(12, "trends-65", B, "2024-04-17", Day3April, 65, "Has risen since."),
        Said(
            12, "a-delay-and-not-only-spotify", B, ArtistB, "2024-04-17", StatementKind.Opinion,
            "Looks like a delay of what the stores send; on that day Deezer and Amazon Music have streams too, so it is not one store alone."),
        Said(
            13, "not-delay-alone", A, ArtistA, "2024-04-18", StatementKind.Measured,
            "Delay does not explain it: for months the distributor's number has always been the lower one."),
        Dashboard(14, "dashboard-30-march", A, "2024-04-18", Day30March, 153, "Named in the forum."),
        Trends(14, "trends-30-march", A, "2024-04-18", Day30March, 79, "Named in the forum."),
        Trends(15, "trends-3-april-zero", A, "2024-04-16", Day3April, 0, "Named in the forum: two days before the rest."),
        Trends(15, "trends-3-april-104", A, "2024-04-18", Day3April, 104, "Named in the forum."),
        Dashboard(15, "dashboard-3-april", A, "2024-04-18", Day3April, 114, "Named in the forum."),
        Said(
            16, "money-cannot-be-checked", A, ArtistA, "2024-04-18", StatementKind.Opinion,
            "If the same happens to the money, an artist has no means to notice. Trust needs openness."),
        Asked(
            16, "real-answers-by-mid-may", Party.Artist, Party.Distributor, "2024-04-18",
            "Real answers by the middle of May.", due: "2024-05-15"),
        Opened(
            17, C, "Recording C", "artist C", "artist:c", "2023-09-30",
            "Told in the forum below artist A's question. Years, months and amounts are assumed.", released: "2023-07-07"),
        Said(
            17, "was-told-that-stores-differ", C, ArtistC, "2024-04-18", StatementKind.Hearsay,
            "Asked by mail last September, and was told at length that the stores are to blame, each reporting in its own way. Gave up without being convinced."),
        new CaseStep<ReportRoyaltyLines>(
            17,
            C,
            new(
                Id(17, "royalty-lines"),
                Agent,
                new(Month.Parse("2023-06"), "June, as told by artist C; the amounts are assumed"),
                [
                    new(Store.Spotify, Month.Parse("2023-06"), 0, Amount.Parse("0.02"), Currency.Parse("EUR"), null, "revenue without a stream"),
                    new(Store.Spotify, Month.Parse("2023-06"), 3, Amount.Parse("0.01"), Currency.Parse("EUR"), null, "sold before the release in July"),
                    new(Store.Deezer, Month.Parse("2023-06"), 2, Amount.Parse("0.01"), Currency.Parse("EUR"), null, "sold before the release in July, a second time"),
                ]),
            ReportingRoyaltyLines.Decide),
        new CaseStep<AddFollower>(
            17,
            A,
            new(Id(17, "follows"), Agent, AccountId.Parse("artist:c"), "Wants to hear how artist A's case ends."),
            AddingFollower.Decide),
        Said(
            18, "not-the-only-one", A, ArtistA, "2024-04-18", StatementKind.Stated,
            "So others see this too."),
        Linked(18, B, "The same day went from 0 to a number there."),
        Linked(18, C, "The same doubt, since last September."),
    ];
}
