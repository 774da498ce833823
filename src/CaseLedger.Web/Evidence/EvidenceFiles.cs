using CaseLedger.Domain;
using CaseLedger.Web.Access;

namespace CaseLedger.Web.Evidence;

/// <summary>A file that somebody may have.</summary>
/// <param name="File">Its digest.</param>
/// <param name="Type">What it is, by its content; null where that is nothing that is taken as evidence today.</param>
internal sealed record EvidenceFile(Sha256 File, FileType? Type)
{
    /// <summary>Where it is looked at, if it is a picture and this server draws pictures; null otherwise.</summary>
    public string? Picture => Type?.IsPicture() is true && Renditions.Tool is not null ? $"/evidence/{File}/picture" : null;

    /// <summary>Where one click leads: to the picture where there is one, else to the file itself.</summary>
    public string Address => Picture ?? $"/api/v1/evidence/{File}";
}

/// <summary>Tells which files somebody may have, and what they are, for the links of a page.</summary>
internal sealed class EvidenceFiles(FileStore files, EvidenceTable table)
{
    // Each is a question to the database and a look into the file; no page is read with more links.
    private const int MostAtOnce = 100;

    /// <summary>Those of the digests that are kept and that the caller may have, so that no link leads nowhere.</summary>
    /// <param name="digests">Digests that facts name; the first hundred are looked at.</param>
    /// <param name="caller">Who reads the page.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyDictionary<Sha256, EvidenceFile>> For(IEnumerable<Sha256> digests, Caller caller, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Sha256, EvidenceFile>();
        foreach (var digest in digests.Distinct().Take(MostAtOnce))
        {
            if (files.Has(digest) && await table.NameFor(digest, caller, cancellationToken) is not null)
            {
                await using var file = files.Open(digest);
                found[digest] = new(digest, FileRecognition.Of(file).Type);
            }
        }

        return found;
    }
}
