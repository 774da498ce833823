using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Codec;
using CaseLedger.Domain.Imports;
using CaseLedger.Domain.Incidents;
using CaseLedger.Ledger;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.ReadSide;

/// <summary>A fact on a case, with the recording that its stream is about.</summary>
/// <param name="Isrc">The recording, in the stored form.</param>
/// <param name="Recorded">The fact and its envelope.</param>
internal readonly record struct CaseFact(string Isrc, Recorded<CaseEvent> Recorded)
{
    /// <summary>The fact itself.</summary>
    public CaseEvent Event => Recorded.Event;
}

/// <summary>A fact on an incident, with its name.</summary>
/// <param name="Slug">The incident's name.</param>
/// <param name="Recorded">The fact and its envelope.</param>
internal readonly record struct IncidentFact(string Slug, Recorded<IncidentEvent> Recorded);

/// <summary>A fact on an import, with its id.</summary>
/// <param name="Id">The import.</param>
/// <param name="Recorded">The fact and its envelope.</param>
internal readonly record struct ImportFact(Guid Id, Recorded<ImportEvent> Recorded);

/// <summary>Reads the ledger's bytes as the domain's facts.</summary>
/// <remarks>
/// An event whose payload was redacted says nothing any more and is passed over. A type that this program does not
/// know is an error: passing it over would make tables that look right and are not.
/// </remarks>
internal static class DecodedEvents
{
    private const string CasePrefix = "case-";
    private const string IncidentPrefix = "incident-";
    private const string ImportPrefix = "import-";

    /// <summary>The facts on cases among events of any streams.</summary>
    /// <exception cref="UnknownEventTypeException">A case holds an event of a type that this program does not know.</exception>
    public static IEnumerable<CaseFact> CaseFacts(this IEnumerable<RecordedEvent> events)
    {
        foreach (var recorded in events)
        {
            if (recorded.Stream.StartsWith(CasePrefix, StringComparison.Ordinal) && recorded.As<CaseEvent>() is { } fact)
            {
                yield return new(recorded.Stream[CasePrefix.Length..], fact);
            }
        }
    }

    /// <summary>The facts on incidents among events of any streams.</summary>
    /// <exception cref="UnknownEventTypeException">An incident holds an event of a type that this program does not know.</exception>
    public static IEnumerable<IncidentFact> IncidentFacts(this IEnumerable<RecordedEvent> events)
    {
        foreach (var recorded in events)
        {
            if (recorded.Stream.StartsWith(IncidentPrefix, StringComparison.Ordinal) && recorded.As<IncidentEvent>() is { } fact)
            {
                yield return new(recorded.Stream[IncidentPrefix.Length..], fact);
            }
        }
    }

    /// <summary>The facts on imports among events of any streams.</summary>
    /// <exception cref="UnknownEventTypeException">An import holds an event of a type that this program does not know.</exception>
    public static IEnumerable<ImportFact> ImportFacts(this IEnumerable<RecordedEvent> events)
    {
        foreach (var recorded in events)
        {
            if (recorded.Stream.StartsWith(ImportPrefix, StringComparison.Ordinal) && recorded.As<ImportEvent>() is { } fact)
            {
                yield return new(Guid.Parse(recorded.Stream[ImportPrefix.Length..]), fact);
            }
        }
    }
}
