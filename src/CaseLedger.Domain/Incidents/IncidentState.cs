namespace CaseLedger.Domain.Incidents;

/// <summary>An incident as its events left it.</summary>
public sealed class IncidentState
{
    private readonly Dictionary<Guid, Recorded<IncidentEvent>> events = [];

    private IncidentState()
    {
    }

    /// <summary>The version of the last event folded; 0 when there is none.</summary>
    public long Version { get; private set; }

    /// <summary>How it was declared; null when it was not.</summary>
    public IncidentDeclared? Declaration { get; private set; }

    /// <summary>Whether anybody declared it.</summary>
    public bool IsDeclared => Declaration is not null;

    /// <summary>The first day concerned, as last said.</summary>
    public Day? FirstDay { get; private set; }

    /// <summary>The last day concerned, itself included, as last said.</summary>
    public Day? LastDay { get; private set; }

    /// <summary>What everybody is told, as last said.</summary>
    public string? PublicText { get; private set; }

    /// <summary>When the numbers were said to be right again; null when they were not.</summary>
    public Observed? FixedAt { get; private set; }

    /// <summary>Whether the numbers were said to be right again.</summary>
    public bool IsFixed => FixedAt is not null;

    /// <summary>Folds the events of one incident.</summary>
    /// <param name="events">All events of its stream, in order.</param>
    /// <returns>The state after them.</returns>
    public static IncidentState Fold(IEnumerable<Recorded<IncidentEvent>> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var state = new IncidentState();
        foreach (var recorded in events) state.Apply(recorded);
        return state;
    }

    /// <summary>An event of this incident.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The event, or null.</returns>
    public Recorded<IncidentEvent>? Find(Guid id) => events.GetValueOrDefault(id);

    internal bool Has(Day firstDay, Day lastDay, string publicText) => FirstDay == firstDay && LastDay == lastDay && PublicText == publicText;

    private void Apply(Recorded<IncidentEvent> recorded)
    {
        events.Add(recorded.Id, recorded);
        Version = recorded.Version;
        switch (recorded.Event)
        {
            case IncidentDeclared declared:
                Declaration = declared;
                (FirstDay, LastDay, PublicText) = (declared.FirstDay, declared.LastDay, declared.PublicText);
                break;
            case IncidentRescoped rescoped:
                (FirstDay, LastDay, PublicText) = (rescoped.FirstDay, rescoped.LastDay, rescoped.PublicText);
                break;
            case IncidentFixed @fixed:
                FixedAt = @fixed.FixedAt;
                PublicText = @fixed.PublicText ?? PublicText;
                break;
            default:
                break;
        }
    }
}
