namespace CaseLedger.Domain.Cases;

/// <summary>A piece of evidence was sent.</summary>
/// <param name="What">What it is.</param>
/// <param name="Sent">When it was sent.</param>
/// <param name="Via">How.</param>
/// <param name="Sha256">Digest of the bytes; absent when it was sent before this ledger and the bytes were not kept.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Note">Anything else.</param>
public sealed record EvidenceAttached(
    EvidenceKind What,
    Observed Sent,
    Channel Via,
    Sha256? Sha256 = null,
    string? Name = null,
    string? Note = null) : CaseEvent;

/// <summary>What a piece of evidence is.</summary>
public enum EvidenceKind
{
    /// <summary>A picture of a dashboard.</summary>
    [Word("screenshot")]
    Screenshot = 1,

    /// <summary>A table.</summary>
    [Word("spreadsheet")]
    Spreadsheet,

    /// <summary>The record of a chat.</summary>
    [Word("chat")]
    Chat,

    /// <summary>An e-mail.</summary>
    [Word("email")]
    Email,

    /// <summary>Any other document.</summary>
    [Word("document")]
    Document,
}
