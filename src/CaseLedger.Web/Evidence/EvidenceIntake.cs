using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;

namespace CaseLedger.Web.Evidence;

/// <summary>A piece of evidence that was taken in.</summary>
/// <param name="File">By which events name it.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Type">What it is, by its content.</param>
/// <param name="Name">Its name, cleaned.</param>
/// <param name="IsNew">Whether this account sent it for the first time.</param>
/// <param name="SentBefore">Where it was attached before, as far as its sender may see.</param>
internal sealed record EvidenceTaken(Sha256 File, long Bytes, FileType Type, string Name, bool IsNew, IReadOnlyList<EvidenceUse> SentBefore);

/// <summary>Takes evidence in: received, recognised by its content, counted against its sender's room, kept. Pages and the API come through here.</summary>
internal sealed class EvidenceIntake(FileStore files, EvidenceTable table)
{
    /// <summary>Takes one file in.</summary>
    /// <param name="content">Its bytes, read once and to the end.</param>
    /// <param name="name">Its name, cleaned by <see cref="IncomingFile.Clean"/>; empty where it has none.</param>
    /// <param name="caller">Who sends it.</param>
    /// <param name="cancellationToken">Ends the taking in; nothing is left behind.</param>
    /// <returns>What was taken in, or the problem; then nothing is kept.</returns>
    /// <exception cref="InvalidDataException">The bytes broke off.</exception>
    /// <exception cref="NoFileStoreException">There is no place for files.</exception>
    public async Task<(EvidenceTaken? Taken, Problem? Problem)> Take(Stream content, string name, Caller caller, CancellationToken cancellationToken)
    {
        var settings = files.Settings;
        try
        {
            await using var received = await files.Receive(content, settings.MostFileBytes, cancellationToken);
            if (received.Size == 0)
            {
                return (null, Problems.FileEmpty);
            }

            RecognisedFile found;
            await using (var file = received.Open())
            {
                found = FileRecognition.Of(file);
            }

            if (found.Type is not { } type)
            {
                return (null, Problems.EvidenceTypeRefused(found));
            }

            if (found.Size is { IsTaken: false } size)
            {
                return (null, Problems.EvidencePixels(size));
            }

            var called = name.Length > 0 ? name : $"evidence.{type.Ending()}";
            var noted = await table.Note(
                caller.Account, received.Digest, received.Size, called, type, settings.MostAccountBytes, () => received.Keep(), cancellationToken);
            return noted == UploadNoted.OverQuota
                ? (null, Problems.EvidenceQuota(settings.MostAccountBytes))
                : (new(received.Digest, received.Size, type, called, noted == UploadNoted.New, await table.Uses(received.Digest, caller, cancellationToken)), null);
        }
        catch (FileTooLargeException)
        {
            return (null, Problems.EvidenceTooLarge(settings.MostFileBytes));
        }
    }
}
