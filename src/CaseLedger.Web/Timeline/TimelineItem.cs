using System.Text.Json;
using CaseLedger.Domain;
using NodaTime;

namespace CaseLedger.Web.Timeline;

/// <summary>An event of a case, with the wording left to the reader.</summary>
/// <param name="Version">Its place in the case, from 1, without holes: a reader sees that nothing is left out.</param>
/// <param name="Position">Its place in the ledger.</param>
/// <param name="Type">The wire name.</param>
/// <param name="RecordedAt">When the ledger recorded it.</param>
/// <param name="Id">Its id; absent where it is withheld.</param>
/// <param name="Actor">Who recorded it; absent where it is withheld.</param>
/// <param name="Fields">What it says, as it was recorded; absent where it is withheld or redacted.</param>
/// <param name="Withheld">It is not for this reader.</param>
/// <param name="Redacted">What it said was redacted.</param>
internal sealed record TimelineItem(
    int Version,
    long Position,
    string Type,
    Instant RecordedAt,
    Guid? Id = null,
    AccountId? Actor = null,
    JsonElement? Fields = null,
    bool? Withheld = null,
    bool? Redacted = null);
