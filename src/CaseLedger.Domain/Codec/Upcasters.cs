namespace CaseLedger.Domain.Codec;

/// <summary>The steps from every released version of an event to the next.</summary>
public static class Upcasters
{
    /// <summary>All steps. There are none as long as every type is at its first version.</summary>
    public static IReadOnlyList<Upcaster> All { get; } = [];
}
