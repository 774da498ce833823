using System.Reflection;

namespace CaseLedger.Domain;

/// <summary>Every rule that can refuse a command, with its code and its wording. Codes are for ever.</summary>
public static class RefusalKinds
{
    /// <summary>Opening a case that is open.</summary>
    public static RefusalKind CaseAlreadyOpen { get; } = new("case-already-open", "The case is open already.");

    /// <summary>Working on a case that nobody opened.</summary>
    public static RefusalKind CaseNotOpen { get; } = new("case-not-open", "Nobody has opened this case yet.");

    /// <summary>Asking, promising, challenging, assigning or opening on a resolved case.</summary>
    public static RefusalKind CaseResolved { get; } = new("case-resolved", "The case is resolved; reopen it first.");

    /// <summary>Resolving a resolved case.</summary>
    public static RefusalKind CaseAlreadyResolved { get; } = new("case-already-resolved", "The case is resolved already.");

    /// <summary>Reopening a case that is open.</summary>
    public static RefusalKind CaseNotResolved { get; } = new("case-not-resolved", "Only a resolved case can be reopened.");

    /// <summary>Assigning to whom it is assigned.</summary>
    public static RefusalKind AlreadyAssigned { get; } = new("already-assigned", "The case is assigned like that already.");

    /// <summary>Linking a case to itself.</summary>
    public static RefusalKind LinkToItself { get; } = new("link-to-itself", "A case cannot be linked to itself.");

    /// <summary>Linking twice.</summary>
    public static RefusalKind AlreadyLinked { get; } = new("already-linked", "The cases are linked already.");

    /// <summary>Following twice.</summary>
    public static RefusalKind AlreadyFollowing { get; } = new("already-following", "The account follows the case already.");

    /// <summary>A day that was running when the number was seen, or that is not over yet when nobody knows when it was seen.</summary>
    public static RefusalKind DayNotOver { get; } = new("day-not-over", "The day was not over (in UTC) when the number was seen.");

    /// <summary>A day that had not even begun when the number was seen: the moment or the day is mistaken.</summary>
    public static RefusalKind ObservedBeforeDay { get; } = new("observed-before-day", "The number was seen before its day began (in UTC).");

    /// <summary>A moment later than now.</summary>
    public static RefusalKind ObservedInFuture { get; } = new("observed-in-future", "The moment lies in the future.");

    /// <summary>Ending an import that has ended.</summary>
    public static RefusalKind ImportNotRunning { get; } = new("import-not-running", "The import is not running.");

    /// <summary>The same day and measure twice in one command.</summary>
    public static RefusalKind DuplicateDay { get; } = new("duplicate-day", "The same day stands there twice.");

    /// <summary>A report without numbers.</summary>
    public static RefusalKind ReadingsMissing { get; } = new("readings-missing", "There must be at least one reading.");

    /// <summary>A report with too many numbers.</summary>
    public static RefusalKind TooManyReadings { get; } = new("too-many-readings", "There are too many readings for one event.");

    /// <summary>A royalty report without lines.</summary>
    public static RefusalKind LinesMissing { get; } = new("lines-missing", "There must be at least one line.");

    /// <summary>A royalty report with too many lines.</summary>
    public static RefusalKind TooManyLines { get; } = new("too-many-lines", "There are too many lines for one event.");

    /// <summary>Too many digests, events or days in one command.</summary>
    public static RefusalKind TooManyItems { get; } = new("too-many-items", "The list is too long for one event.");

    /// <summary>A store's reply with neither readings nor a quote nor evidence.</summary>
    public static RefusalKind ReplyEmpty { get; } = new("reply-empty", "A reply needs readings, a quote or evidence.");

    /// <summary>Evidence that is not attached on this case.</summary>
    public static RefusalKind EvidenceUnknown { get; } = new("evidence-unknown", "No evidence with this digest is attached to the case.");

    /// <summary>An event that is not on this case.</summary>
    public static RefusalKind EventNotFound { get; } = new("event-not-found", "The case has no such event.");

    /// <summary>Withdrawing from an event that has nothing of the kind.</summary>
    public static RefusalKind NothingToWithdraw { get; } = new("nothing-to-withdraw", "The event has nothing like that to withdraw.");

    /// <summary>Withdrawing what is withdrawn.</summary>
    public static RefusalKind AlreadyWithdrawn { get; } = new("already-withdrawn", "It is withdrawn already.");

    /// <summary>Mending what somebody else recorded, without being of the distributor's staff.</summary>
    public static RefusalKind NotYours { get; } = new("not-yours", "Only who recorded it, an agent or a manager can change it.");

    /// <summary>Superseding a statement that is not on this case.</summary>
    public static RefusalKind SupersededNotFound { get; } = new("superseded-not-found", "The case has no such statement to supersede.");

    /// <summary>Superseding a statement that another one supersedes.</summary>
    public static RefusalKind StatementSupersededTwice { get; } = new("statement-superseded-twice", "Another statement supersedes that one already.");

    /// <summary>A stance without proposition, or the other way round.</summary>
    public static RefusalKind StanceWithoutProposition { get; } = new("stance-without-proposition", "Proposition and stance come together or not at all.");

    /// <summary>Answering a request that is not on this case.</summary>
    public static RefusalKind RequestNotFound { get; } = new("request-not-found", "The case has no such request.");

    /// <summary>Answering twice.</summary>
    public static RefusalKind RequestAlreadyAnswered { get; } = new("request-already-answered", "The request is answered already.");

    /// <summary>An answer without events and text.</summary>
    public static RefusalKind AnswerEmpty { get; } = new("answer-empty", "An answer needs events or text.");

    /// <summary>Answering with an event that is not on this case.</summary>
    public static RefusalKind AnswerUnknownEvent { get; } = new("answer-unknown-event", "The case has no such event to answer with.");

    /// <summary>Settling a promise that is not on this case.</summary>
    public static RefusalKind PromiseNotFound { get; } = new("promise-not-found", "The case has no such promise.");

    /// <summary>Settling twice.</summary>
    public static RefusalKind PromiseAlreadySettled { get; } = new("promise-already-settled", "The promise is settled already.");

    /// <summary>Challenging a day for which no dashboard reading stands.</summary>
    public static RefusalKind ChallengeWithoutReading { get; } = new("challenge-without-reading", "No reading of the artist's dashboard stands for this day and store.");

    /// <summary>A challenge without days.</summary>
    public static RefusalKind ChallengeDaysMissing { get; } = new("challenge-days-missing", "A challenge needs at least one day.");

    /// <summary>A text that says nothing.</summary>
    public static RefusalKind TextEmpty { get; } = new("text-empty", "The text is empty.");

    /// <summary>A text that is too long.</summary>
    public static RefusalKind TextTooLong { get; } = new("text-too-long", "The text is too long.");

    /// <summary>A text with control characters or half of a character, which no table and no page can hold.</summary>
    public static RefusalKind TextUnprintable { get; } = new("text-unprintable", "The text holds a character that cannot be shown.");

    /// <summary>Declaring an incident twice.</summary>
    public static RefusalKind IncidentAlreadyDeclared { get; } = new("incident-already-declared", "An incident of this name is declared already.");

    /// <summary>Changing an incident that nobody declared.</summary>
    public static RefusalKind IncidentNotFound { get; } = new("incident-not-found", "No incident of this name is declared.");

    /// <summary>A last day before the first.</summary>
    public static RefusalKind IncidentDaysReversed { get; } = new("incident-days-reversed", "The last day lies before the first.");

    /// <summary>Fixing twice.</summary>
    public static RefusalKind IncidentAlreadyFixed { get; } = new("incident-already-fixed", "The incident is fixed already.");

    /// <summary>A new scope that is the old one, with the old text.</summary>
    public static RefusalKind ScopeUnchanged { get; } = new("scope-unchanged", "The incident has these days and this text already.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<RefusalKind> All { get; } =
    [
        .. typeof(RefusalKinds).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(RefusalKind))
            .Select(property => (RefusalKind)property.GetValue(null)!),
    ];
}
