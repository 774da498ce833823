using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Statements;

namespace CaseLedger.Web.Demonstration;

// Items 1 to 8: a month of mails, then a question in the forum.
internal static partial class Conversation
{
    private static IEnumerable<Step> TheQuestion =>
    [
        Opened(
            2, A, "Recording A", "artist A", "artist:a", "2024-03-12",
            "Before the forum: a month of e-mail, 17 or 18 messages. The year is assumed, days are inferred."),
        Asked(
            1, "asks-for-the-agreement", Party.Artist, Party.Distributor, "2024-04-12",
            "What the distributor and the store have agreed about the numbers."),
        Answered(
            1, "points-to-the-terms", Id(1, "asks-for-the-agreement"),
            "Support 1 points to the section on exclusivity of the terms and conditions. That was not the question."),
        Said(
            3, "spotify-shows-more", A, ArtistA, "2024-04-12", StatementKind.Measured,
            "The store's dashboard shows far more streams than the distributor does."),
        Said(
            4, "spotify-sends-the-same", A, StoreChat, "2024-04-12", StatementKind.Hearsay,
            "As artist A was told: what the dashboard shows is what the distributor gets.",
            affirms: "one-set-of-stats"),
        Said(
            5, "there-is-a-filter", A, MailSupport, "2024-04-05", StatementKind.Stated,
            "A filter lies between the two, and the distributor does not know how it works.",
            affirms: "filter-known"),
        Said(
            5, "there-is-a-filter-again", A, MailSupport, "2024-04-12", StatementKind.Stated,
            "The same again, by mail, on the day of the question in the forum: a system that the distributor does not know.",
            affirms: "filter-known"),
        Sent(6, "screenshots-first", EvidenceKind.Screenshot, "2024-03-18", "Dashboard of single releases, as asked for."),
        Sent(6, "screenshots-second", EvidenceKind.Screenshot, "2024-03-25", "The same releases again, as asked for again."),
        Sent(6, "spreadsheet", EvidenceKind.Spreadsheet, "2024-04-02", "Both sources side by side, made by the artist."),
        Said(
            6, "technicians-work-on-it", A, MailSupport, "2024-04-08", StatementKind.Stated,
            "Sorry; the technicians have it."),
        Said(
            7, "from-a-fifth-to-all", A, ArtistA, "2024-04-12", StatementKind.Measured,
            "What is missing goes from about 20 % up to everything: since 3 March nothing at the distributor, about 100 a day at the store."),
        Said(
            7, "march-or-april", A, Recorder, "2024-04-18", StatementKind.Opinion,
            "3 March may be a slip for 3 April, of which the artist gives figures later. It stays as it was said."),
        Said(
            8, "fears-for-the-payment", A, ArtistA, "2024-04-12", StatementKind.Opinion,
            "If streams are missing, money may be missing too. Without an answer that makes sense, artist A leaves."),
    ];

    // Items 9 to 11: the spokesperson answers, and a colleague.
    private static IEnumerable<Step> ThePromises =>
    [
        Said(
            9, "knows-of-no-filter", A, Support2, "2024-04-12", StatementKind.Stated,
            "The numbers come from the store directly, and the distributor knows of no filter.",
            denies: "filter-known"),
        Said(
            9, "discrepancies-are-known", A, Support2, "2024-04-12", StatementKind.Stated,
            "Sorry for the wait. That numbers differ is known; not every customer is concerned, and the reason is being looked for."),
        Promised(
            9, "looks-at-it-next-week", Support2, "2024-04-12",
            "Support 3 and support 4 look at it next week, before other things.", due: "2024-04-19"),
        Promised(
            10, "answers-for-good", Support3, "2024-04-12",
            "Answer artist A's doubts for good; the screenshots are being compared with what the store sent."),
        Said(
            11, "say-there-is-a-problem", A, ArtistA, "2024-04-12", StatementKind.Opinion,
            "Say plainly that there is a problem and that others have it too. It gets worse as the audience grows."),
        Asked(
            11, "answer-by-monday", Party.Artist, Party.Distributor, "2024-04-12",
            "An answer by Monday of next week; otherwise artist A leaves.", due: "2024-04-22"),
        Answered(
            11, "waits-longer", Id(11, "answer-by-monday"),
            "Artist A gives more time (see item 16 for the new date). Nothing was answered yet."),
    ];
}
