using System.Globalization;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Duties;
using CaseLedger.Domain.Statements;
using NodaTime.Text;

namespace CaseLedger.Web.Demonstration;

/// <summary>
/// A real conversation between artists and a distributor, fact by fact, in our own words and without its names.
/// </summary>
/// <remarks>
/// No post bore a date or a year: the year is taken to be 2024, days are inferred from what the posts say of each
/// other, and every one is recorded as approximate. The recordings' codes are well-formed and belong to nobody.
/// </remarks>
internal static partial class Conversation
{
    /// <summary>How many facts there are.</summary>
    public const int Items = 32;

    /// <summary>The first artist's recording; the case that everything is about.</summary>
    public static readonly Isrc A = Isrc.Parse("AADEM2400001");

    /// <summary>The second artist's recording.</summary>
    public static readonly Isrc B = Isrc.Parse("AADEM2400002");

    /// <summary>The third artist's recording.</summary>
    public static readonly Isrc C = Isrc.Parse("AADEM2400003");

    /// <summary>The incident that the distributor declares.</summary>
    public static readonly Slug Incident = Slug.Parse("trends-2024-03-31");

    /// <summary>The first artist's account.</summary>
    public static readonly AccountId ArtistAccount = AccountId.Parse("artist:a");

    private static readonly AccountId Agent = AccountId.Parse("agent:demo");
    private static readonly AccountId Manager = AccountId.Parse("manager:demo");

    private static readonly Speaker ArtistA = new(Party.Artist, "artist A");
    private static readonly Speaker ArtistB = new(Party.Artist, "artist B");
    private static readonly Speaker ArtistC = new(Party.Artist, "artist C");
    private static readonly Speaker StoreChat = new(Party.Store, "the store's chat support");
    private static readonly Speaker Support2 = new(Party.Distributor, "support 2");
    private static readonly Speaker Support3 = new(Party.Distributor, "support 3");
    private static readonly Speaker MailSupport = new(Party.Distributor, "support by mail");
    private static readonly Speaker Recorder = new(Party.Other, "whoever recorded this");

    private static readonly Day Day30March = new(2024, 3, 30);
    private static readonly Day Day3April = new(2024, 4, 3);

    /// <summary>All steps in the order told.</summary>
    public static IReadOnlyList<Step> Steps { get; } =
    [
        .. TheQuestion,
        .. ThePromises,
        .. TheFigures,
        .. TheExplanation,
        .. TheDoubts,
        .. TheNewStart,
    ];

    private sealed record Speaker(Party Party, string Name);

    // Where only the month can be inferred, its last day: nothing of it was said later.
    private static Observed.On About(string day) => new Observed.On(new Day(LocalDatePattern.Iso.Parse(day).Value)) { Approximate = true };

    private static Day Date(string day) => new(LocalDatePattern.Iso.Parse(day).Value);

    private static Guid Id(int item, string name) => NamedId.Of(string.Create(CultureInfo.InvariantCulture, $"{item:00}-{name}"));

    private static OpeningStep Opened(
        int item, Isrc isrc, string title, string artist, string account, string began, string note, string? released = null) =>
        new(item, new(
            Id(item, "opened"), Agent, isrc, title, artist, Channel.Forum, AccountId.Parse(account),
            released is null ? null : Date(released), About(began), note));

    private static CaseStep<MakeStatement> Said(
        int item, string name, Isrc isrc, Speaker who, string day, StatementKind kind, string quote,
        string? affirms = null, string? denies = null, Guid? supersedes = null) =>
        new(
            item,
            isrc,
            new(
                Id(item, name), Agent, who.Party, About(day), quote, kind, Visibility.Case, who.Name,
                (affirms ?? denies) is { } proposition ? Slug.Parse(proposition) : null,
                affirms is not null ? Stance.Affirm : denies is not null ? Stance.Deny : null,
                supersedes),
            MakingStatement.Decide);

    private static CaseStep<WithdrawStatement> TookBack(int item, string name, Isrc isrc, Guid statement) =>
        new(
            item,
            isrc,
            new(Id(item, $"takes-back-{name}"), Agent, statement, "Support 2 asks to start again and to set aside what went before."),
            WithdrawingStatement.Decide);

    private static CaseStep<ReportScreenshot> Dashboard(int item, string name, Isrc isrc, string seen, Day day, long count, string note) =>
        new(
            item,
            isrc,
            new(Id(item, name), Agent, Store.Spotify, About(seen), [new(day, new(count))], null, note),
            ReportingScreenshot.Decide);

    private static CaseStep<TakeTrendsSnapshot> Trends(int item, string name, Isrc isrc, string seen, Day day, long count, string note) =>
        new(
            item,
            isrc,
            new(Id(item, name), Agent, Store.Spotify, About(seen), [new(day, new StreamCount(count))], note),
            TakingTrendsSnapshot.Decide);

    private static CaseStep<AttachEvidence> Sent(int item, string name, EvidenceKind what, string day, string note) =>
        new(item, A, new(Id(item, name), Agent, what, About(day), Channel.Email, null, null, note), AttachingEvidence.Decide);

    private static CaseStep<RequestInformation> Asked(
        int item, string name, Party by, Party of, string day, string what, string? due = null, string? rule = null) =>
        new(
            item,
            A,
            new(Id(item, name), Agent, by, of, what, About(day), due is null ? null : Date(due), rule is null ? null : Slug.Parse(rule)),
            RequestingInformation.Decide);

    private static CaseStep<ProvideInformation> Answered(int item, string name, Guid request, string text) =>
        new(item, A, new(Id(item, name), Agent, request, null, text), ProvidingInformation.Decide);

    private static CaseStep<MakePromise> Promised(int item, string name, Speaker who, string day, string what, string? due = null) =>
        new(
            item,
            A,
            new(Id(item, name), Agent, who.Party, what, About(day), who.Name, due is null ? null : Date(due)),
            MakingPromise.Decide);

    private static CaseStep<LinkCases> Linked(int item, Isrc other, string reason) =>
        new(item, A, new(Id(item, $"links-{other}"), Agent, other, reason), LinkingCases.Decide);
}
