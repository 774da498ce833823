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

    // A form is sent several times with the same picture; rows have some 3 KB at most.
    private const int MostRemembered = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly string? Installed = LimitedProcess.OnPath("tesseract");

    private readonly LimitedProgram? _tool = (files.Settings.PictureReader ?? Installed) is { } program ? LimitedProcess.Of(program) : null;
    private readonly SemaphoreSlim _turns = new(AtOnce);
    private readonly Dictionary<Sha256, string?> _read = [];
    private readonly Queue<Sha256> _oldest = [];

    /// <summary>Whether pictures are read on this machine.</summary>
    public bool CanRead => _tool is not null && Renditions.Tool is not null;

    /// <summary>The days and numbers that seem to stand in a picture, a row each, as the grid takes them; null where none are found, and where too many others have theirs read.</summary>
    /// <param name="picture">A picture that is kept.</param>
    /// <param name="cancellationToken">Ends the waiting and the reading.</param>
    public async Task<string?> Read(Sha256 picture, CancellationToken cancellationToken)
    {
        if (_tool is null)
        {
            return null;
        }

        if (Remembered(picture, out var before))
        {
            return before;
        }

        if (await renditions.Of(picture, cancellationToken) is not { } rendition || !await _turns.WaitAsync(files.Settings.ReadingTurn, cancellationToken))
        {
            return null;
        }

        try
        {
            // Whoever waited may have waited for the same picture.
            if (!Remembered(picture, out var rows))
            {
                rows = await Read(_tool, picture, rendition, cancellationToken);
                Remember(picture, rows);
            }

            return rows;
        }
        finally
        {
            _turns.Release();
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

    private async Task<string?> Read(LimitedProgram tool, Sha256 picture, Rendition rendition, CancellationToken cancellationToken)
    {
        var own = files.MakeWorkplace(Work.Reading);
        try
        {
            await using var input = File.OpenRead(rendition.Path);
            using var output = new MemoryStream();
            // As one block of rows: tables lose their rows where columns are read one after the other.
            var (isGood, said) = await LimitedProcess.Run(
                tool, ["stdin", "stdout", "--psm", "6"], own.FullName, [("OMP_THREAD_LIMIT", "1")], input, output, Patience, cancellationToken);
            if (isGood)
            {
                return RowsOf(Encoding.UTF8.GetString(output.ToArray()));
            }

            log.LogInformation("Nothing read off {Digest}: {Said}", picture, said);
            return null;
        }
        finally
        {
            own.Delete(recursive: true);
        }
    }

    private bool Remembered(Sha256 picture, out string? rows)
    {
        lock (_read)
        {
            return _read.TryGetValue(picture, out rows);
        }
    }

    // That nothing could be read is remembered too: it took the longest to find out.
    private void Remember(Sha256 picture, string? rows)
    {
        lock (_read)
        {
            if (_oldest.Count == MostRemembered)
            {
                _read.Remove(_oldest.Dequeue());
            }

            _read.Add(picture, rows);
            _oldest.Enqueue(picture);
        }
    }

    private static string? LastNumber(string part) => NumberIn().Matches(part) is { Count: > 0 } found ? found[^1].Value : null;

    [GeneratedRegex(@"\b(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{1,2}\.? \p{L}{3,12}\.? \d{4}|\p{L}{3,12}\.? \d{1,2},? \d{4})\b", RegexOptions.CultureInvariant)]
    private static partial Regex DayIn();

    [GeneratedRegex(@"(?<![\d.,])(\d{1,3}([.,'\u2019\u00A0]\d{3})+|\d+)(?![\d.,]*\d)", RegexOptions.CultureInvariant)]
    private static partial Regex NumberIn();
}
