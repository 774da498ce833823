namespace CaseLedger.Domain;

/// <summary>Where in which file something stands.</summary>
/// <param name="File">Digest of the file's bytes as they were sent, compressed or not.</param>
/// <param name="Line">The line, from 1, as text editors count them; of a spreadsheet the row. Of several, the first.</param>
public sealed record FileLine(Sha256 File, long Line);
