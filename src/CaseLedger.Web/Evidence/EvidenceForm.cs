using System.Globalization;
using System.Security.Cryptography;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Imports;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.DataProtection;

namespace CaseLedger.Web.Evidence;

/// <summary>The field of a form that takes a piece of evidence, for the partial <c>_EvidenceField</c>.</summary>
/// <param name="T">The reader's words.</param>
/// <param name="Form">The form.</param>
/// <param name="Viewer">Who fills it in.</param>
/// <param name="Kept">What was taken in; null where nothing was sent yet.</param>
/// <param name="Sealed">The same as the form sends it back.</param>
internal sealed record EvidenceField(Wording T, PageForm Form, Caller Viewer, EvidenceTaken? Kept = null, string Sealed = "")
{
    /// <summary>The name of the field with the file.</summary>
    public const string File = "evidence";

    /// <summary>The name of the field with the file that was taken in before.</summary>
    public const string Before = "evidence-kept";

    /// <summary>The most bytes of a form with such a field: of the file, and of what stands around it.</summary>
    public const long MostOfForm = 26 * 1024 * 1024;

    /// <summary>Where the same bytes were attached before, as sentences.</summary>
    public IEnumerable<string> SentBefore => Kept is null ? [] : Kept.SentBefore.Select(use =>
    {
        var (when, what, number) = (T.When(use.Sent), T.Evidence(use.What), T.Count(use.Number));
        return T[Viewer.IsArtist ? "evidence-file.sent-before.yours" : "evidence-file.sent-before", when, what, number];
    });
}

/// <summary>Takes evidence from forms of pages. What was taken in goes along with the form, sealed, until the form is recorded.</summary>
internal sealed class EvidenceForm(EvidenceIntake intake, EvidenceTable table, IDataProtectionProvider protection)
{
    private readonly IDataProtector _seal = protection.CreateProtector("CaseLedger.Web.Evidence.EvidenceForm");

    /// <summary>Takes in the file that the form brings, or finds the one that it brought before.</summary>
    /// <param name="form">The form; what stands against the file is noted in it.</param>
    /// <param name="file">The file; null where none was chosen.</param>
    /// <param name="viewer">Who sends it.</param>
    /// <param name="wording">Their words.</param>
    /// <param name="cancellationToken">Ends the taking in; nothing is left behind.</param>
    public async Task<EvidenceField> Read(PageForm form, IFormFile? file, Caller viewer, Wording wording, CancellationToken cancellationToken)
    {
        EvidenceTaken? kept;
        if (file is { Length: > 0 })
        {
            await using var content = file.OpenReadStream();
            (kept, var problem) = await intake.Take(content, Http.IncomingFile.Clean(file.FileName, ""), viewer, cancellationToken);
            if (kept is null)
            {
                form.Fault(EvidenceField.File, ImportWording.Of(problem!, wording));
                return new(wording, form, viewer);
            }
        }
        else
        {
            kept = await Unseal(form.Raw(EvidenceField.Before), viewer, cancellationToken);
        }

        return new(wording, form, viewer, kept, kept is null ? "" : Seal(kept, viewer));
    }

    // Nobody can name a file here that they did not send.
    private string Seal(EvidenceTaken kept, Caller viewer) =>
        _seal.Protect(string.Join('\n', viewer.Account, kept.File, kept.Bytes.ToString(CultureInfo.InvariantCulture), Words.Of(kept.Type), kept.Name));

    private async Task<EvidenceTaken?> Unseal(string text, Caller viewer, CancellationToken cancellationToken)
    {
        try
        {
            return text.Length > 0 && _seal.Unprotect(text).Split('\n') is [var account, var digest, var bytes, var word, var name] && account == viewer.Account.ToString()
                && Words.TryParse<FileType>(word, out var type) && Sha256.Parse(digest) is var file
                ? new(file, long.Parse(bytes, CultureInfo.InvariantCulture), type, name, IsNew: false, await table.Uses(file, viewer, cancellationToken))
                : null;
        }
        catch (CryptographicException)
        {
            return null; // of an older key, or made up: the file is chosen again
        }
    }
}

/// <summary>What a file is as evidence.</summary>
internal static class EvidenceKinds
{
    /// <summary>What a file of a type is most often.</summary>
    public static EvidenceKind Usual(this FileType type) => type switch
    {
        FileType.Png or FileType.Jpeg or FileType.WebP => EvidenceKind.Screenshot,
        FileType.Pdf => EvidenceKind.Document,
        FileType.Email => EvidenceKind.Email,
        _ => EvidenceKind.Spreadsheet,
    };
}
