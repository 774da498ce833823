using CaseLedger.Domain;
using CaseLedger.Domain.Statements;

namespace CaseLedger.Web.Demonstration;

// Items 19 to 27: an incident, an explanation, and what the artist makes of both.
internal static partial class Conversation
{
    private static IEnumerable<Step> TheExplanation =>
    [
        Said(
            19, "should-hardly-differ", A, Support2, "2024-04-19", StatementKind.Stated,
            "There should be no difference between the two, or hardly any. Looking into it goes on."),
        new IncidentStep(19, new(
            Id(19, "incident"), Manager, Incident, Store.Spotify, Date("2024-03-31"), Date("2024-04-01"), Source.Trends, About("2024-04-19"),
            "Trends was wrong from 31 March to 1 April and will be put right as soon as possible. Revenue reports are not concerned.")),
        Said(
            19, "revenue-not-concerned", A, Support2, "2024-04-19", StatementKind.Stated,
            "Only Trends is concerned by this, and no revenue report."),
        Promised(
            19, "puts-trends-right", Support2, "2024-04-19",
            "Put Trends right for 31 March and 1 April as soon as possible. No day is named, then or later."),
        Said(
            20, "probably-that-error", B, Support2, "2024-04-22", StatementKind.Opinion,
            "3 April is most probably the same error (though it lies outside the days named), and should be right by now."),
        Said(
            21, "leaves-non-monetised-out", A, Support2, "2024-04-22", StatementKind.Stated,
            "The data holds non-monetised streams too, and Trends leaves them out: presumably what the mail support called a filter.",
            affirms: "filter-known"),
        Said(
            21, "only-spotify-does-this", A, Support2, "2024-04-22", StatementKind.Stated,
            "No other store makes that distinction, and this one hardly explains it.",
            affirms: "only-spotify-separates"),
        Said(
            22, "free-trials", A, Support2, "2024-04-22", StatementKind.Opinion,
            "Marked as opinion: such streams mostly come from free trials."),
        Said(
            22, "fraud-checks", A, Support2, "2024-04-22", StatementKind.Opinion,
            "Marked as opinion: some are held back for fraud checks, and are added later when they pass."),
        Said(
            23, "worth-nothing", A, Support2, "2024-04-22", StatementKind.Stated,
            "They were left out because they seemed worth nothing to musicians: nobody pays for them. That may be looked at again."),
        Said(
            23, "worth-nothing-edited", A, Support2, "2024-04-23", StatementKind.Stated,
            "They were left out because they seemed worth nothing to musicians: nobody pays for them, and it is a skip rather than a play. "
            + "That may be looked at again. Correction: plays under 30 seconds are not counted at all; the skip rate shows them.",
            supersedes: Id(23, "worth-nothing")),
        Said(
            24, "no-effect-on-payouts", A, Support2, "2024-04-22", StatementKind.Stated,
            "Trends has no bearing on payouts; the two are apart.",
            denies: "trends-bears-on-payouts"),
        Said(
            24, "no-rate-per-stream", A, Support2, "2024-04-22", StatementKind.Stated,
            "Nothing is computed at a rate per stream: what the store pays is passed on."),
    ];

    private static IEnumerable<Step> TheDoubts =>
    [
        Said(
            25, "whose-filter-and-who-knew", A, ArtistA, "2024-04-23", StatementKind.Opinion,
            "The mail support spoke of the filter first. If it is only known now, how could she know it, and whose is it?"),
        Said(
            25, "one-of-four", A, ArtistA, "2024-04-23", StatementKind.Opinion,
            "The store says the opposite. Either the store is mistaken, or the distributor is, or the store lies, or the distributor does."),
        Promised(25, "offers-the-chats", ArtistA, "2024-04-23", "Hand in screenshots of the chats with the store, if they are wanted."),
        Said(
            23, "quoted-before-the-edit", A, ArtistA, "2024-04-23", StatementKind.Hearsay,
            "Quotes support 2 on why such streams are left out; the remark about skips is not in the quote, so it was not in the post when it was read."),
        Said(
            26, "monetised-is-payout", A, ArtistA, "2024-04-23", StatementKind.Opinion,
            "If Trends shows monetised streams only, then it does bear on what is paid.",
            affirms: "trends-bears-on-payouts"),
        Said(
            26, "trust-or-leave", A, ArtistA, "2024-04-23", StatementKind.Opinion,
            "The hint at fraud hurts. What remains is to trust, or to leave; trust breaks easily."),
        Said(
            27, "wrong-after-that-too", A, ArtistA, "2024-04-23", StatementKind.Measured,
            "Trends is wrong after 1 April as well.",
            denies: "incident-ends-1-april"),
    ];
}
