using CaseLedger.Domain.Cases;

namespace CaseLedger.Domain.Duties;

/// <summary>Somebody asked somebody for something.</summary>
/// <param name="By">Who asked.</param>
/// <param name="Of">Who is to provide it.</param>
/// <param name="What">What was asked for.</param>
/// <param name="Asked">When.</param>
/// <param name="DueOn">The last day for it.</param>
/// <param name="Rule">The rule by which an answer is judged, such as <c>three-days</c>.</param>
public sealed record InformationRequested(
    Party By,
    Party Of,
    string What,
    Observed Asked,
    Day? DueOn = null,
    Slug? Rule = null) : CaseEvent;

/// <summary>A request was answered: by events on the same case, by text, or both.</summary>
/// <param name="RequestId">The event that asked.</param>
/// <param name="EventIds">The events that answer it.</param>
/// <param name="Text">The answer in words.</param>
public sealed record InformationProvided(
    Guid RequestId,
    ValueList<Guid>? EventIds = null,
    string? Text = null) : CaseEvent;

/// <summary>Somebody promised something.</summary>
/// <param name="By">Who.</param>
/// <param name="What">What.</param>
/// <param name="Made">When it was promised.</param>
/// <param name="Speaker">A display name of the person.</param>
/// <param name="DueOn">The last day for it.</param>
public sealed record PromiseMade(
    Party By,
    string What,
    Observed Made,
    string? Speaker = null,
    Day? DueOn = null) : CaseEvent;

/// <summary>A promise came to its end.</summary>
/// <param name="PromiseId">The event that made it.</param>
/// <param name="Outcome">Which end.</param>
/// <param name="Note">Anything else.</param>
public sealed record PromiseSettled(Guid PromiseId, PromiseOutcome Outcome, string? Note = null) : CaseEvent;

/// <summary>How a promise ended.</summary>
public enum PromiseOutcome
{
    /// <summary>What was promised was done.</summary>
    [Word("kept")]
    Kept = 1,

    /// <summary>The promise was taken back.</summary>
    [Word("withdrawn")]
    Withdrawn,
}
