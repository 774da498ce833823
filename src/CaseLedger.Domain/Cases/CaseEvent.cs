namespace CaseLedger.Domain.Cases;

/// <summary>A fact about one recording: what a stream <c>case-&lt;ISRC&gt;</c> holds.</summary>
public abstract record CaseEvent : DomainEvent
{
    /// <summary>The name of a case's stream.</summary>
    /// <param name="isrc">The recording.</param>
    /// <returns>For example <c>case-AADEM2400001</c>.</returns>
    public static string StreamOf(Isrc isrc) => $"case-{isrc}";
}
