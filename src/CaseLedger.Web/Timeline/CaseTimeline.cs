using System.Text.Json;
using System.Text.Json.Nodes;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Duties;
using CaseLedger.Domain.Statements;
using CaseLedger.Ledger;
using CaseLedger.Web.Access;

namespace CaseLedger.Web.Timeline;

/// <summary>
/// Reads a case's events for somebody. What is not for them is withheld, and seen to be withheld: the place is kept.
/// </summary>
/// <remarks>Read from the ledger itself and not from a table, so that nothing is missing, even for a moment.</remarks>
internal sealed class CaseTimeline(EventLedger ledger, WithheldEvents withheldEvents)
{
    /// <summary>Events from a version on, as many as there are or as are wanted.</summary>
    /// <param name="isrc">The case. Whether the caller may see it at all was asked before.</param>
    /// <param name="caller">For whom.</param>
    /// <param name="fromVersion">The first; forward from 1, backward from the newest unless given.</param>
    /// <param name="direction">Oldest or newest first.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <param name="types">Only events of these types; null: of all.</param>
    public async Task<IReadOnlyList<TimelineItem>> Read(
        Isrc isrc, Caller caller, int? fromVersion, ReadDirection direction, int count, CancellationToken cancellationToken, IReadOnlyCollection<string>? types = null)
    {
        var events = await ReadEvents(isrc, fromVersion, direction, count, types, cancellationToken);
        var withheld = await withheldEvents.Among(events, caller, cancellationToken);
        var unseen = caller.SeesSomeOnly
            ? await withheldEvents.Among([.. events.SelectMany(recorded => References(WithheldEvents.Decode(recorded)))], caller, cancellationToken)
            : [];
        return [.. events.Select(recorded => Item(recorded, withheld.Contains(recorded.EventId), unseen))];
    }

    /// <summary>The version of a case's newest event; 0 where it has none.</summary>
    public async Task<int> NewestVersion(Isrc isrc, CancellationToken cancellationToken) =>
        await ReadEvents(isrc, null, ReadDirection.Backward, 1, null, cancellationToken) is [var newest] ? newest.Version : 0;

    /// <summary>The files that events name, by the events' ids; those that name none are left out.</summary>
    /// <param name="events">Events of a case that the reader may see.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyDictionary<Guid, ValueList<Sha256>>> FilesOf(IEnumerable<Guid> events, CancellationToken cancellationToken) =>
        (await ledger.Find([.. events.Distinct()], cancellationToken))
            .Select(recorded => (recorded.EventId, Files: TimelineWording.FilesOf(WithheldEvents.Decode(recorded))))
            .Where(found => found.Files.Count > 0)
            .ToDictionary(found => found.EventId, found => found.Files);

    /// <summary>How many events a case holds, by part of its timeline; what is withheld from somebody counts too, for its place is shown.</summary>
    public async Task<IReadOnlyDictionary<TimelinePart, int>> CountByPart(Isrc isrc, CancellationToken cancellationToken)
    {
        var counts = await ledger.CountByType(CaseEvent.StreamOf(isrc), cancellationToken);
        return Enum.GetValues<TimelinePart>().ToDictionary(part => part, part => part.Types().Sum(type => counts.GetValueOrDefault(type)));
    }

    private async Task<List<RecordedEvent>> ReadEvents(
        Isrc isrc, int? fromVersion, ReadDirection direction, int count, IReadOnlyCollection<string>? types, CancellationToken cancellationToken)
    {
        var events = new List<RecordedEvent>();
        await foreach (var recorded in ledger.ReadStream(CaseEvent.StreamOf(isrc), fromVersion, direction, count, types, cancellationToken))
        {
            events.Add(recorded);
        }

        return events;
    }

    private static TimelineItem Item(RecordedEvent recorded, bool isWithheld, HashSet<Guid> unseen) => (isWithheld, recorded.Payload) switch
    {
        (true, _) => new(recorded.Version, recorded.Position, recorded.Type, recorded.RecordedAt, Withheld: true),
        (_, null) => new(
            recorded.Version, recorded.Position, recorded.Type, recorded.RecordedAt, recorded.EventId, AccountId.Parse(recorded.Actor), Redacted: true),
        (_, { } payload) => new(
            recorded.Version, recorded.Position, recorded.Type, recorded.RecordedAt, recorded.EventId, AccountId.Parse(recorded.Actor), Fields(payload, unseen)),
    };

    // The events to which others refer by ids of which some may be withheld.
    private static ValueList<Guid> References(DomainEvent? fact) => fact switch
    {
        StatementMade { Supersedes: { } earlier } => [earlier],
        InformationProvided { EventIds: { } answers } => answers,
        _ => [],
    };

    private static JsonElement Fields(byte[] payload, HashSet<Guid> unseen)
    {
        using var document = JsonDocument.Parse(payload);
        return unseen.Count == 0 ? document.RootElement.Clone() : Blanked(JsonObject.Create(document.RootElement)!, unseen);
    }

    private static JsonElement Blanked(JsonObject fields, HashSet<Guid> unseen)
    {
        if (fields["supersedes"] is { } earlier && unseen.Contains(earlier.GetValue<Guid>()))
        {
            fields.Remove("supersedes");
        }

        if (fields["eventIds"] is JsonArray answers && answers.RemoveAll(id => unseen.Contains(id!.GetValue<Guid>())) > 0 && answers.Count == 0)
        {
            fields.Remove("eventIds");
        }

        return JsonSerializer.SerializeToElement(fields);
    }
}
