using System.Collections.Concurrent;
using System.Globalization;
using CaseLedger.Cli.Server;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CaseLedger.Cli.Screens;

/// <summary>Shows how far one file has come: first its bytes are sent, then its rows are read in.</summary>
internal abstract class Display
{
    /// <summary>The one that suits: bars on a terminal, lines elsewhere, nothing where that is wanted.</summary>
    public static Display For(Screen screen, Surroundings surroundings) =>
        screen.IsQuiet ? new SilentDisplay(screen)
        : surroundings.Terminal is { } terminal ? new BarDisplay(terminal, screen)
        : new LineDisplay(screen, surroundings.Clock);

    /// <summary>Shows a file's progress while the work lasts.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="work">The work; its progress is told to the display.</param>
    public abstract Task<T> While<T>(string file, Func<Display, Task<T>> work);

    /// <summary>Bytes have been sent.</summary>
    /// <param name="sent">How many in all.</param>
    /// <param name="total">Of how many; null where that is not known.</param>
    public abstract void Sent(long sent, long? total);

    /// <summary>The server reads it in.</summary>
    public abstract void Reading(ImportAnswer import);

    /// <summary>Something worth a line of its own.</summary>
    public abstract void Note(string text);

    /// <summary>Rate and time left, as far as the server tells.</summary>
    protected static string Pace(ImportAnswer import) =>
        (import.RowsPerSecond is { } rate ? $", {Plain.Count((long)rate)} rows/s" : "")
        + (import.SecondsLeft is { } left and >= 0 and < 1e8 ? $", {Plain.Time(TimeSpan.FromSeconds(left))} left" : "");
}

/// <summary>Says only what needs a person's attention.</summary>
internal sealed class SilentDisplay(Screen screen) : Display
{
    /// <inheritdoc/>
    public override Task<T> While<T>(string file, Func<Display, Task<T>> work) => work(this);

    /// <inheritdoc/>
    public override void Sent(long sent, long? total)
    {
    }

    /// <inheritdoc/>
    public override void Reading(ImportAnswer import)
    {
    }

    /// <inheritdoc/>
    public override void Note(string text) => screen.Complain(text);
}

/// <summary>A line now and then, for logs.</summary>
internal sealed class LineDisplay(Screen screen, TimeProvider clock) : Display
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private string _file = "";
    private long _last;

    /// <inheritdoc/>
    public override Task<T> While<T>(string file, Func<Display, Task<T>> work)
    {
        (_file, _last) = (file, clock.GetTimestamp());
        return work(this);
    }

    /// <inheritdoc/>
    public override void Sent(long sent, long? total) =>
        NowAndThen(() => $"{_file}: {Plain.Size(sent)}{(total is { } all ? $" of {Plain.Size(all)}" : "")} sent");

    /// <inheritdoc/>
    public override void Reading(ImportAnswer import) => NowAndThen(() =>
        $"{_file}: {Plain.Rows(import.Rows)} read in{(import.Share is { } share ? string.Create(CultureInfo.InvariantCulture, $", {share:P0} of the file") : "")}{Pace(import)}");

    /// <inheritdoc/>
    public override void Note(string text) => screen.Note(text);

    private void NowAndThen(Func<string> text)
    {
        if (clock.GetElapsedTime(_last) >= Every)
        {
            _last = clock.GetTimestamp();
            screen.Note(text());
        }
    }
}

/// <summary>A bar for each of the two halves.</summary>
internal sealed class BarDisplay(IAnsiConsole terminal, Screen screen) : Display
{
    private const double Whole = 1;

    private readonly SaidColumn _said = new();
    private ProgressTask? _sending;
    private ProgressTask? _reading;

    /// <inheritdoc/>
    public override Task<T> While<T>(string file, Func<Display, Task<T>> work)
    {
        terminal.WriteLine(screen.Clean(file));
        return terminal.Progress()
            .AutoClear(true)
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), _said)
            .StartAsync(context =>
            {
                _sending = context.AddTask("sending", maxValue: Whole);
                _reading = context.AddTask("reading in", autoStart: false, maxValue: Whole);
                return work(this);
            });
    }

    /// <inheritdoc/>
    public override void Sent(long sent, long? total)
    {
        _sending!.IsIndeterminate = total is null;
        _sending.Value = total is > 0 ? Whole * sent / total.Value : 0;
        _said.Say(_sending, total is { } all ? $"{Plain.Size(sent)} of {Plain.Size(all)}" : Plain.Size(sent));
    }

    /// <inheritdoc/>
    public override void Reading(ImportAnswer import)
    {
        _sending!.IsIndeterminate = false;
        _sending.Value = Whole;
        if (!_reading!.IsStarted)
        {
            _reading.StartTask();
        }

        _reading.IsIndeterminate = import is { IsRunning: true, Share: null };
        _reading.Value = import.IsRunning ? Math.Clamp(import.Share ?? 0, 0, Whole) : Whole;
        _said.Say(_reading, $"{Plain.Rows(import.Rows)}{Pace(import)}");
    }

    /// <inheritdoc/>
    public override void Note(string text) => terminal.WriteLine(screen.Clean(text));

    // What a bar cannot say.
    private sealed class SaidColumn : ProgressColumn
    {
        private readonly ConcurrentDictionary<int, string> _said = new();

        public void Say(ProgressTask task, string text) => _said[task.Id] = text;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(_said.GetValueOrDefault(task.Id, ""));
    }
}
