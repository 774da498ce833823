using System.Collections.Concurrent;
using CaseLedger.Domain;

namespace CaseLedger.Web.Evidence;

/// <summary>A clean rendition of a picture.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="MediaType">What it is.</param>
internal sealed record Rendition(string Path, string MediaType);

/// <summary>
/// Draws pictures anew by ImageMagick, in a process of its own: what comes out holds pixels and nothing else, no place, no
/// camera, no second file behind the picture. Whoever could take that process over would find no files named to it, no
/// network where the system lets it be taken away, little memory and little time.
/// </summary>
internal sealed class Renditions(FileStore files, ILogger<Renditions> log) : IDisposable
{
    /// <summary>What draws pictures; null on a machine without it: then there are no renditions, and files are downloaded.</summary>
    public static LimitedProgram? Tool { get; } = FindTool();

    private const int AtOnce = 2;

    // Of the largest picture that is taken, drawn without loss.
    private const long MostRendition = 256L * 1024 * 1024;

    // So many failures are remembered that asking for them again costs nothing; then they are forgotten together.
    private const int MostFailures = 10_000;

    // The pictures that are taken, read and written by their own coders. Nothing else: no other format, no other program,
    // no list of files, no address.
    private const string Policy =
        """
        <policymap>
          <policy domain="resource" name="memory" value="1GiB"/>
          <policy domain="resource" name="map" value="1GiB"/>
          <policy domain="delegate" rights="none" pattern="*"/>
          <policy domain="filter" rights="none" pattern="*"/>
          <policy domain="path" rights="none" pattern="@*"/>
          <policy domain="coder" rights="none" pattern="*"/>
          <policy domain="coder" rights="read | write" pattern="{PNG,JPEG,WEBP}"/>
        </policymap>
        """;

    private readonly SemaphoreSlim _turns = new(AtOnce);
    private readonly ConcurrentDictionary<Sha256, bool> _failed = new();

    /// <summary>The rendition of a file, made at the first call; null where there is none.</summary>
    /// <param name="digest">A file that is kept.</param>
    /// <param name="cancellationToken">Ends the waiting and the drawing.</param>
    public async Task<Rendition?> Of(Sha256 digest, CancellationToken cancellationToken)
    {
        var type = await Recognised(digest);
        if (type is not { } picture)
        {
            return null;
        }

        // Lossless in, lossless out.
        var (coder, ending, mediaType) = picture == FileType.Jpeg ? ("jpeg", "jpg", "image/jpeg") : ("png", "png", "image/png");
        var hex = digest.ToString();
        var path = Path.Combine(files.Renditions, hex[..2], $"{hex}.{ending}");
        if (File.Exists(path))
        {
            return new(path, mediaType);
        }

        if (Tool is null || _failed.ContainsKey(digest))
        {
            return null;
        }

        await _turns.WaitAsync(cancellationToken);
        try
        {
            if (File.Exists(path) || await Draw(digest, Words.Of(picture), coder, path, cancellationToken))
            {
                return new(path, mediaType);
            }
        }
        finally
        {
            _turns.Release();
        }

        if (_failed.Count >= MostFailures)
        {
            _failed.Clear();
        }

        _failed[digest] = true;
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private async Task<FileType?> Recognised(Sha256 digest)
    {
        await using var file = files.Open(digest);
        var found = FileRecognition.Of(file);
        return found is { Type: { } type, Size.IsTaken: true } && type.IsPicture() ? type : null;
    }

    private async Task<bool> Draw(Sha256 digest, string from, string to, string path, CancellationToken cancellationToken)
    {
        var own = files.MakeWorkplace(Work.Drawing);
        try
        {
            await File.WriteAllTextAsync(Path.Combine(own.FullName, "policy.xml"), Policy, cancellationToken);
            var drawn = Path.Combine(own.FullName, "drawn");
            if (!await Run(digest, own.FullName, Arguments(from, to), drawn, cancellationToken))
            {
                return false;
            }

            FileStore.MakePrivate(Path.GetDirectoryName(path)!);
            File.Move(drawn, path, overwrite: true);
            return true;
        }
        finally
        {
            own.Delete(recursive: true);
        }
    }

    // The file comes in and the picture goes out through pipes: the tool is told no name at all. Its coder is said, so that
    // nothing is guessed from the bytes, and only the first frame is drawn.
    private static string[] Arguments(string from, string to) =>
    [
        "-limit", "memory", "1GiB", "-limit", "map", "1GiB", "-limit", "disk", "0", "-limit", "thread", "1",
        "-limit", "width", $"{PictureSize.LongestSide}", "-limit", "height", $"{PictureSize.LongestSide}",
        "-regard-warnings", $"{from}:-[0]",
        // First turned as the camera says, for that note goes with the others.
        "-auto-orient", "-strip", "-define", "png:exclude-chunk=date,tIME,tEXt,zTXt,iTXt,eXIf", "-quality", "90", $"{to}:-",
    ];

    private async Task<bool> Run(Sha256 digest, string directory, string[] arguments, string output, CancellationToken cancellationToken)
    {
        await using var file = files.Open(digest);
        await using var drawn = new FileStream(output, FileMode.CreateNew);
        var (isGood, said) = await LimitedProcess.Run(
            Tool!, arguments, directory, [("MAGICK_CONFIGURE_PATH", directory), ("MAGICK_TEMPORARY_PATH", directory)], file, drawn, files.Settings.RenditionPatience, cancellationToken);
        if (isGood && drawn.Length > 0)
        {
            return true;
        }

        log.LogInformation("No rendition of {Digest}: {Said}", digest, said);
        return false;
    }

    private static LimitedProgram? FindTool() =>
        (LimitedProcess.OnPath("magick") ?? LimitedProcess.OnPath("convert")) is { } magick ? LimitedProcess.Of(magick, MostRendition) : null;
}
