using CaseLedger.Domain;
using CaseLedger.Web.Pages;

namespace CaseLedger.Web.Evidence;

/// <summary>A piece of evidence as a page links it: for the partial <c>_EvidenceLink</c>.</summary>
/// <param name="T">The reader's words.</param>
/// <param name="File">Its digest.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Type">What it is, by its content.</param>
/// <param name="Bytes">Its bytes.</param>
internal sealed record EvidenceLink(Wording T, Sha256 File, string Name, FileType Type, long Bytes)
{
    /// <summary>Where the file itself is had, as an attachment.</summary>
    public string Address => $"/api/v1/evidence/{File}";

    /// <summary>Where it can be looked at; null where it is no picture, and where this server draws none.</summary>
    public string? Picture => Type.IsPicture() && Renditions.Tool is not null ? $"/evidence/{File}/picture" : null;
}
