using System.CommandLine;
using CaseLedger.Web.Accounts;

namespace CaseLedger.Web.Verbs;

/// <summary>What verbs do to accounts and tokens is said where they say everything else, in the words of the server's log.</summary>
internal static class VerbEvents
{
    /// <summary>Who runs a verb, as the operating system knows them.</summary>
    public static string Actor => $"operator:{Environment.UserName}";

    /// <summary>The events of one run.</summary>
    public static SecurityEvents Events(this ParseResult line) => new(new Said(line));

    private sealed class Said(ParseResult line) : ILogger<SecurityEvents>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            line.Say($"{eventId.Name}[{eventId.Id}]: {formatter(state, exception)}");
    }
}
