using System.Globalization;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Codec;
using CaseLedger.Domain.Duties;
using CaseLedger.Domain.Imports;
using CaseLedger.Domain.Incidents;
using CaseLedger.Imports;
using CaseLedger.Domain.Statements;
using CaseLedger.Ledger;
using NodaTime;

namespace CaseLedger.Benchmarks;

/// <summary>Made-up work of a large distributor: 100,000 cases with 50 readings each, and what people did about them.</summary>
/// <remarks>The same at every run: each case is made from its number alone.</remarks>
internal static class LargeLedger
{
    internal const int Cases = 100_000;
    internal const int ReadingsOfACase = 50;
    internal const int IncidentCount = 40;
    internal const int ImportCount = 20_000;
    internal const int ArtistCount = 8_000;

    private const int ScreenshotDays = 14;
    private const int SnapshotDays = 12;
    private const int Snapshots = 3;

    internal static readonly Day LastDay = new(2026, 6, 30);

    private static readonly AccountId Import = AccountId.Parse("import:bench");

    private static readonly string[] First =
    [
        "Midnight", "Golden", "Paper", "Silent", "Northern", "Electric", "Broken", "Summer", "Velvet", "Hollow", "Crystal", "Burning",
        "Distant", "Little", "Wild", "Neon", "Salt", "Winter", "Blue", "Second", "Lost", "Quiet", "Över", "Été", "Cuore", "Nächte",
    ];

    private static readonly string[] Second =
    [
        "Rivers", "Hearts", "Skyline", "Letters", "Roads", "Mirrors", "Echoes", "Gardens", "Machines", "Lights", "Shadows", "Oceans",
        "Stories", "Strangers", "Engines", "Birds", "Windows", "Fires", "Houses", "Signals", "Dreams", "Dancers", "di Notte", "der Stadt",
    ];

    private static readonly string[] Suffix = ["", "", "", "", " (Remix)", " (Live)", " – Radio Edit", " feat. The Harbour", " Pt. 2", " (Acoustic)"];

    /// <summary>Stores by how many cases they have: the last one has hardly any.</summary>
    private static readonly (Store Store, int OutOf)[] Stores =
    [
        (Store.Parse("spotify"), 1), (Store.Parse("apple-music"), 5), (Store.Parse("deezer"), 40), (Store.Parse("tidal"), 5_000),
    ];

    internal static Isrc IsrcOf(int number) => Isrc.Parse($"AABEN24{number:D5}");

    internal static AccountId ArtistOf(int number) => AccountId.Parse($"artist:a{number % ArtistCount}");

    internal static string TitleOf(int number) =>
        $"{First[number % First.Length]} {Second[number / First.Length % Second.Length]}{Suffix[number % 7919 % Suffix.Length]}{(number % 1_000 == 999 ? " and a very long title that goes on and on until nobody can hold it in one line any more" : "")}";

    /// <summary>The first day of which a case holds a number.</summary>
    internal static Day FirstDayOf(int number) => new(Begins(number));

    /// <summary>The day on which its first snapshot was taken.</summary>
    internal static Day FirstSnapshotOf(int number) => new(Begins(number).PlusDays(SnapshotDays + 1));

    internal static Slug IncidentOf(int number) => Slug.Parse($"trends-{Stores[number % Stores.Length].Store}-{number:D2}");

    internal static Guid ImportOf(int number) => ImportIds.Of(StartOf(number));

    private static ImportStarted StartOf(int number) =>
        new(ImportKind.TrendsSnapshot, Sha256.Parse(number.ToString("x64", CultureInfo.InvariantCulture)), 1_000_000 + number, $"trends-{number}.csv.gz");

    /// <summary>All of it, case by case, as the bulk path takes it.</summary>
    internal static IEnumerable<AppendRequest> Everything()
    {
        for (var i = 0; i < ImportCount; i++)
        {
            var stream = ImportEvent.StreamOf(ImportOf(i));
            yield return Request(stream, 0, Import, Guid.CreateVersion7(), StartOf(i));
            yield return Request(stream, 1, Import, Guid.CreateVersion7(), new ImportFinished(5_000, 5_000, 0, 0));
        }

        for (var i = 0; i < IncidentCount; i++)
        {
            var slug = IncidentOf(i);
            var first = LastDay.Date.PlusDays(-3 - (i * 4));
            var events = new List<(AccountId, DomainEvent)>
            {
                (Actor("manager:lead"), new IncidentDeclared(
                    slug, Stores[i % Stores.Length].Store, new(first), new(first.PlusDays(i % 3)), Source.Trends, On(first.PlusDays(4)), "Trends shows too little.")),
            };
            if (i % 2 == 0)
            {
                events.Add((Actor("manager:lead"), new IncidentFixed(On(first.PlusDays(12)))));
            }

            foreach (var request in Requests(IncidentEvent.StreamOf(slug), events))
            {
                yield return request;
            }
        }

        for (var i = 0; i < Cases; i++)
        {
            foreach (var request in Requests(CaseEvent.StreamOf(IsrcOf(i)), Case(i)))
            {
                yield return request;
            }
        }
    }

    private static List<(AccountId Actor, DomainEvent Event)> Case(int i)
    {
        var store = Stores[0].Store;
        foreach (var (other, outOf) in Stores.Skip(1))
        {
            store = i % outOf == 3 ? other : store;
        }

        var begins = Begins(i);
        var agent = Actor($"agent:support-{i % 40}");
        var artist = ArtistOf(i);
        var events = new List<(AccountId, DomainEvent)>();
        var isOpened = i % 10 != 9;
        if (isOpened)
        {
            events.Add((agent, new CaseOpened(
                IsrcOf(i), TitleOf(i), $"{Second[i % 13]} of {First[i % ArtistCount % 26]} {i % ArtistCount}", Channel.Email, artist, OpenedAt: On(begins.PlusDays(15)))));
        }

        for (var s = 0; s < Snapshots; s++)
        {
            var from = begins.PlusDays(s);
            events.Add((Import, new TrendsSnapshotTaken(store, On(from.PlusDays(SnapshotDays + 1)),
                [.. Enumerable.Range(0, SnapshotDays).Select(d => new TrendsCount(new(from.PlusDays(d)), new StreamCount(Streams(i, d + s) * (7 + s) / 10)))])));
        }

        if (!isOpened)
        {
            // Watched: as many readings as the others.
            events.Add((Import, new TrendsSnapshotTaken(store, On(begins.PlusDays(20)),
                [.. Enumerable.Range(0, ScreenshotDays).Select(d => new TrendsCount(new(begins.PlusDays(d)), new StreamCount(Streams(i, d))))])));
            return events;
        }

        events.Add((artist, new ScreenshotReported(store, On(begins.PlusDays(16)),
            [.. Enumerable.Range(0, ScreenshotDays).Select(d => new DayCount(new(begins.PlusDays(d)), new StreamCount(Streams(i, d))))])));
        if (i % 5 != 0)
        {
            events.Add((agent, new CaseAssigned(agent)));
        }

        if (i % 5 == 1)
        {
            events.Add((artist, new StatementMade(Party.Artist, On(begins.PlusDays(17)), "It is lower every month.", StatementKind.Measured, Visibility.Case)));
        }

        if (i % 4 == 0)
        {
            events.Add((agent, new InformationRequested(Party.Distributor, Party.Artist, "Three days as a spreadsheet", On(begins.PlusDays(18)), new(begins.PlusDays(25 + (i % 400))))));
        }

        if (i % 6 == 1)
        {
            events.Add((agent, new PromiseMade(Party.Distributor, "An answer", On(begins.PlusDays(19)), DueOn: new(begins.PlusDays(30 + (i % 500))))));
        }

        if (i % 9 == 2)
        {
            events.Add((agent, new ChallengeSent(store, On(begins.PlusDays(21)), [new Day(begins), new Day(begins.PlusDays(1)), new Day(begins.PlusDays(2))])));
        }

        if (i % 3 == 2 && i % 9 != 2)
        {
            events.Add((agent, new CaseResolved(Slug.Parse(i % 2 == 0 ? "trends-corrected" : "policy-explained"))));
        }

        return events;
    }

    private static LocalDate Begins(int i) => LastDay.Date.PlusDays(-90 - (i % 600));

    private static long Streams(int i, int day) => 80 + (i % 977) + (day * 7) + (i % 997 == 0 ? 3_000_000 : 0);

    private static IEnumerable<AppendRequest> Requests(string stream, List<(AccountId Actor, DomainEvent Event)> events)
    {
        var version = 0;
        var open = new List<(Guid Id, DomainEvent Event)>();
        foreach (var (actor, @event) in events)
        {
            var id = Guid.CreateVersion7();
            yield return Request(stream, version++, actor, id, @event);
            open.Add((id, @event));
        }

        // Of what was asked and promised about half is settled.
        foreach (var (id, @event) in version % 2 == 0 ? [] : open)
        {
            DomainEvent? settled = @event switch
            {
                InformationRequested => new InformationProvided(id, Text: "Here they are."),
                PromiseMade => new PromiseSettled(id, PromiseOutcome.Kept),
                _ => null,
            };
            if (settled is not null)
            {
                yield return Request(stream, version++, Import, Guid.CreateVersion7(), settled);
            }
        }
    }

    private static AppendRequest Request(string stream, int version, AccountId actor, Guid id, DomainEvent @event)
    {
        var encoded = EventCodec.Current.Encode(@event);
        return new(stream, ExpectedVersion.Exactly(version), actor.ToString(), [new(id, encoded.Type, encoded.Payload)]);
    }

    private static AccountId Actor(string account) => AccountId.Parse(account);

    private static Observed.On On(LocalDate day) => new Observed.On(new(day));
}
