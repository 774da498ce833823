using System.Text.Encodings.Web;
using System.Text.Json;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Duties;
using CaseLedger.Domain.Imports;
using CaseLedger.Domain.Incidents;
using CaseLedger.Domain.Statements;

namespace CaseLedger.Domain.Codec;

/// <summary>The one table of wire names. Lines are added, never edited.</summary>
public static class EventTypes
{
    /// <summary>Every type of event that is written today.</summary>
    public static IReadOnlyList<EventType> All { get; } = Table(new EventJson(new JsonSerializerOptions(EventJson.Default.Options)
    {
        // The bytes are hashed and read by people with plain tools: words in any script stay as they are (but for emoji and the like).
        // They are never pasted into a page, which is what the strict encoder guards against.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    }));

    private static EventType[] Table(EventJson json) =>
    [
        EventType.Of<CaseOpened>("case-opened.v1", json.CaseOpened),
        EventType.Of<ScreenshotReported>("screenshot-reported.v1", json.ScreenshotReported),
        EventType.Of<TrendsSnapshotTaken>("trends-snapshot-taken.v1", json.TrendsSnapshotTaken),
        EventType.Of<StoreReplyReceived>("store-reply-received.v1", json.StoreReplyReceived),
        EventType.Of<RoyaltyLinesReported>("royalty-lines-reported.v1", json.RoyaltyLinesReported),
        EventType.Of<ReadingWithdrawn>("reading-withdrawn.v1", json.ReadingWithdrawn),
        EventType.Of<EvidenceAttached>("evidence-attached.v1", json.EvidenceAttached),
        EventType.Of<StatementMade>("statement-made.v1", json.StatementMade),
        EventType.Of<StatementWithdrawn>("statement-withdrawn.v1", json.StatementWithdrawn),
        EventType.Of<InformationRequested>("information-requested.v1", json.InformationRequested),
        EventType.Of<InformationProvided>("information-provided.v1", json.InformationProvided),
        EventType.Of<PromiseMade>("promise-made.v1", json.PromiseMade),
        EventType.Of<PromiseSettled>("promise-settled.v1", json.PromiseSettled),
        EventType.Of<CaseAssigned>("case-assigned.v1", json.CaseAssigned),
        EventType.Of<ChallengeSent>("challenge-sent.v1", json.ChallengeSent),
        EventType.Of<CaseResolved>("case-resolved.v1", json.CaseResolved),
        EventType.Of<CaseReopened>("case-reopened.v1", json.CaseReopened),
        EventType.Of<CasesLinked>("cases-linked.v1", json.CasesLinked),
        EventType.Of<FollowerAdded>("follower-added.v1", json.FollowerAdded),
        EventType.Of<IncidentDeclared>("incident-declared.v1", json.IncidentDeclared),
        EventType.Of<IncidentRescoped>("incident-rescoped.v1", json.IncidentRescoped),
        EventType.Of<IncidentFixed>("incident-fixed.v1", json.IncidentFixed),
        EventType.Of<StoreFeedReceived>("store-feed-received.v1", json.StoreFeedReceived),
        EventType.Of<ImportStarted>("import-started.v1", json.ImportStarted),
        EventType.Of<ImportFinished>("import-finished.v1", json.ImportFinished),
        EventType.Of<ImportFailed>("import-failed.v1", json.ImportFailed),
    ];
}
