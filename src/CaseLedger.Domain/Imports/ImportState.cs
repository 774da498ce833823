namespace CaseLedger.Domain.Imports;

/// <summary>An import as its events left it.</summary>
public sealed class ImportState
{
    private readonly Dictionary<Guid, Recorded<ImportEvent>> events = [];

    private ImportState()
    {
    }

    /// <summary>The version of the last event folded; 0 when there is none.</summary>
    public long Version { get; private set; }

    /// <summary>How it was begun the last time; null when it never was.</summary>
    public Recorded<ImportEvent>? Start { get; private set; }

    /// <summary>Whether it was begun and has not ended.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>How it ended; null while it runs, and when it was never begun.</summary>
    public Recorded<ImportEvent>? End { get; private set; }

    /// <summary>How the first run was begun that left rows in the ledger, or found them there, or may have; null while none has ended so.</summary>
    public Recorded<ImportEvent>? FirstTaking { get; private set; }

    /// <summary>Folds the events of one import.</summary>
    /// <param name="events">All events of its stream, in order.</param>
    /// <returns>The state after them.</returns>
    public static ImportState Fold(IEnumerable<Recorded<ImportEvent>> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var state = new ImportState();
        foreach (var recorded in events) state.Apply(recorded);
        return state;
    }

    /// <summary>An event of this import.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The event, or null.</returns>
    public Recorded<ImportEvent>? Find(Guid id) => events.GetValueOrDefault(id);

    private void Apply(Recorded<ImportEvent> recorded)
    {
        events.Add(recorded.Id, recorded);
        Version = recorded.Version;
        if (FirstTaking is null
            && recorded.Event is ImportFinished { Accepted: > 0 } or ImportFinished { Repeated: > 0 } or ImportFailed { Accepted: > 0 } or ImportFailed { Repeated: > 0 } or ImportFailed { IsUncounted: true })
        {
            FirstTaking = Start;
        }

        (Start, IsRunning, End) = recorded.Event switch
        {
            ImportStarted => (recorded, true, null),
            _ => (Start, false, recorded),
        };
    }
}
