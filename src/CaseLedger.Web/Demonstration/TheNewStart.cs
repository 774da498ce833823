using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Statements;

namespace CaseLedger.Web.Demonstration;

// Items 28 to 32: the spokesperson starts again, and a colleague asks for three days.
internal static partial class Conversation
{
    private static IEnumerable<Step> TheNewStart =>
    [
        TookBack(28, "probably-that-error", B, Id(20, "probably-that-error")),
        TookBack(28, "leaves-non-monetised-out", A, Id(21, "leaves-non-monetised-out")),
        TookBack(28, "only-spotify-does-this", A, Id(21, "only-spotify-does-this")),
        TookBack(28, "free-trials", A, Id(22, "free-trials")),
        TookBack(28, "fraud-checks", A, Id(22, "fraud-checks")),
        TookBack(28, "worth-nothing-edited", A, Id(23, "worth-nothing-edited")),
        TookBack(28, "no-effect-on-payouts", A, Id(24, "no-effect-on-payouts")),
        TookBack(28, "no-rate-per-stream", A, Id(24, "no-rate-per-stream")),
        Said(
            28, "data-from-the-store", A, Support2, "2024-04-24", StatementKind.Stated,
            "Once more from the start: the data comes from the store."),
        Said(
            28, "thirty-seconds", A, Support2, "2024-04-24", StatementKind.Stated,
            "Only plays over 30 seconds count; the skip rate shows the rest. Most differences come from this."),
        Said(
            28, "two-kinds", A, Support2, "2024-04-24", StatementKind.Stated,
            "The store sends two kinds of streams: monetised (2a) and non-monetised (2b). Trends shows 2a alone, and so may show less.",
            denies: "one-set-of-stats"),
        Said(
            29, "one-set-again", A, ArtistA, "2024-04-25", StatementKind.Hearsay,
            "Asked the store again: there is one set of statistics. Whether a stream is monetised is a matter of royalties.",
            affirms: "one-set-of-stats"),
        Said(
            29, "goes-for-royalty-data", A, ArtistA, "2024-04-25", StatementKind.Stated,
            "Tries to get the royalty data now; hard, but not impossible."),
        Asked(
            30, "three-days", Party.Distributor, Party.Artist, "2024-04-25",
            "In private: one ISRC, and what the dashboard shows for three separate days, none older than 90 days and none of them "
            + "31 March or 1 April, to hold against the store's data.",
            rule: "three-days"),
        Said(
            31, "third-time", A, ArtistA, "2024-04-26", StatementKind.Measured,
            "Sends them for the third time, in public for the first. Worst are 31 March and 1 April: about 100 streams short."),
        Sent(31, "third-time-sent", EvidenceKind.Screenshot, "2024-04-26", "As artist A counts: the third time."),
        Asked(
            32, "why-several-readings", Party.Artist, Party.Distributor, "2024-04-26",
            "Why does one day have several readings?"),
        Asked(32, "why-one-release", Party.Artist, Party.Distributor, "2024-04-26", "Why is one release enough?"),
        Asked(
            32, "why-monetised-matters", Party.Artist, Party.Distributor, "2024-04-26",
            "Why does it matter for statistics whether a stream is monetised?"),
    ];
}
