namespace CaseLedger.Domain;

/// <summary>Something that somebody wants to be recorded. One command becomes one event, which depends on the command alone.</summary>
/// <param name="Id">Chosen by the caller; it becomes the event's id, and by it a repeat is recognised.</param>
/// <param name="Actor">Who wants it.</param>
public abstract record Command(Guid Id, AccountId Actor);
