namespace CaseLedger.Imports.Grids;

/// <summary>The words that say of a day that nothing was received, which is not a zero. Whoever pastes may write in another language than they read.</summary>
internal static class NotReceived
{
    private static readonly HashSet<string> Said = new(StringComparer.OrdinalIgnoreCase)
    {
        "not received", "nothing received", "non ricevuto", "niente ricevuto", "nicht erhalten", "nichts erhalten", "non reçu", "rien reçu", "null",
    };

    /// <summary>Whether a cell says it.</summary>
    public static bool Is(string cell) => Said.Contains(cell.Trim());
}
