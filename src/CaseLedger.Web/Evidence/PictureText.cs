using System.Text;
using System.Text.RegularExpressions;
using CaseLedger.Domain;

namespace CaseLedger.Web.Evidence;

/// <summary>
/// Reads the days and numbers off a picture where Tesseract is installed: an offer to whoever sent it, and never a fact.
/// What it sees is the clean rendition, so that the file itself meets one program only.
/// </summary>
internal sealed partial class PictureText(Renditions renditions, FileStore files, ILogger<PictureText> log) : IDisposable
{
    private const int AtOnce = 1;
    private const int MostRows = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly string? Installed = LimitedProcess.OnPath("tesseract");

    private readonly LimitedProgram? _tool = (files.Settings.PictureReader ?? Installed) is { } program ? LimitedProcess.Of(program) : null;
    private readonly SemaphoreSlim _turns = new(AtOnce);

    /// <summary>Whether pictures are read on this machine.</summary>
    public bool CanRead => _tool is not null && Renditions.Tool is not null;

    /// <summary>The days and numbers that seem to stand in a picture, a row each, as the grid takes them; null where none are found.</summary>
    /// <param name="picture">A picture that is kept.</param>
    /// <param name="cancellationToken">Ends the waiting and the reading.</param>
    public async Task<string?> Read(Sha256 picture, CancellationToken cancellationToken)
    {
        if (_tool is null || await renditions.Of(picture, cancellationToken) is not { } rendition)
        {
            return null;
        }

        await _turns.WaitAsync(cancellationToken);
        DirectoryInfo? own = null;
        try
        {
            own = files.MakeWorkplace(Work.Reading);
            await using var input = File.OpenRead(rendition.Path);
            using var output = new MemoryStream();
            // As one block of rows: tables lose their rows where columns are read one after the other.
            var (isGood, said) = await LimitedProcess.Run(
                _tool, ["stdin", "stdout", "--psm", "6"], own.FullName, [("OMP_THREAD_LIMIT", "1")], input, output, Patience, cancellationToken);
            if (isGood)
            {
                return RowsOf(Encoding.UTF8.GetString(output.ToArray()));
            }

            log.LogInformation("Nothing read off {Digest}: {Said}", picture, said);
            return null;
        }
        finally
        {
            _turns.Release();
            own?.Delete(recursive: true);
        }
    }

    /// <summary>The lines of a text that hold a day and, behind or before it, a number: both as they stand, for the grid to judge.</summary>
    /// <returns>Null where there are none.</returns>
    public static string? RowsOf(string text)
    {
        var rows = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            if (DayIn().Match(line) is { Success: true } day
                && (LastNumber(line[(day.Index + day.Length)..]) ?? LastNumber(line[..day.Index])) is { } number)
            {
                rows.Add($"{day.Value}\t{number}");
            }
        }

        return rows.Count == 0 ? null : string.Join('\n', rows.Take(MostRows));
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private static string? LastNumber(string part) => NumberIn().Matches(part) is { Count: > 0 } found ? found[^1].Value : null;

    [GeneratedRegex(@"\b(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{1,2}\.? \p{L}{3,12}\.? \d{4}|\p{L}{3,12}\.? \d{1,2},? \d{4})\b", RegexOptions.CultureInvariant)]
    private static partial Regex DayIn();

    [GeneratedRegex(@"(?<![\d.,])(\d{1,3}([.,'\u2019\u00A0]\d{3})+|\d+)(?![\d.,]*\d)", RegexOptions.CultureInvariant)]
    private static partial Regex NumberIn();
}
