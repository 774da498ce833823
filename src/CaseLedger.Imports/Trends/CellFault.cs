namespace CaseLedger.Imports.Trends;

/// <summary>Why a row is refused.</summary>
/// <param name="Field">The field that is wrong; null where it is about the whole row.</param>
/// <param name="Code">As a stable code.</param>
/// <param name="Reason">In words (English), with what was found.</param>
/// <param name="Advice">What to do about it (English).</param>
internal sealed record CellFault(string? Field, string Code, string Reason, string Advice)
{
    /// <summary>The refusal of a row.</summary>
    /// <param name="line">Its line, from 1.</param>
    /// <param name="row">As it stands in the file.</param>
    public ImportItem.Refuse At(long line, string row) => new(new(line, row, Field, Code, Reason, Advice));
}
