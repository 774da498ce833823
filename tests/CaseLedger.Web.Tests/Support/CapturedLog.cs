using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CaseLedger.Web.Tests.Support;

/// <summary>A line of the log, as an operator would read it, with the values it was made of.</summary>
public sealed record LogLine(string Category, EventId Event, string Text, IReadOnlyDictionary<string, object?> Values);

/// <summary>Keeps every line that is logged.</summary>
public sealed class CapturedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IReadOnlyList<LogLine> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, ConcurrentQueue<LogLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new(
                category, eventId, $"{formatter(state, exception)} {exception}",
                state is IEnumerable<KeyValuePair<string, object?>> values ? values.DistinctBy(pair => pair.Key).ToDictionary() : new Dictionary<string, object?>()));
    }
}
