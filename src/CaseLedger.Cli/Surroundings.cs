using Spectre.Console;

namespace CaseLedger.Cli;

/// <summary>Everything outside of the program that a verb touches, so that it can be run inside of another one.</summary>
internal sealed record Surroundings
{
    /// <summary>Takes what scripts read.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Takes what people read.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Standard input, as bytes.</summary>
    public required Func<Stream> Input { get; init; }

    /// <summary>A variable of the environment; null where it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Makes the way to the server.</summary>
    public required Func<HttpMessageHandler> Handler { get; init; }

    /// <summary>Waits, unless cancelled.</summary>
    public Func<TimeSpan, CancellationToken, Task> Wait { get; init; } = Task.Delay;

    /// <summary>What time it is.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where a progress bar can be drawn; null where nobody watches.</summary>
    public IAnsiConsole? Terminal { get; init; }

    /// <summary>Cancelled when it shall stop after what it is doing.</summary>
    public CancellationToken StopSoon { get; init; }

    /// <summary>Cancelled when it shall stop at once.</summary>
    public CancellationToken StopNow { get; init; }

    /// <summary>Those of a program that a shell has started.</summary>
    public static Surroundings OfProcess(Stopping stopping) => new()
    {
        Output = Console.Out,
        Error = Console.Error,
        Input = Console.OpenStandardInput,
        Variable = name => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null,
        Handler = () => new SocketsHttpHandler
        {
            // A redirected upload could not be sent a second time, and the token must not follow it to another host.
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        },
        // On standard error: standard output stays free for scripts.
        Terminal = Console.IsErrorRedirected ? null : AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) }),
        StopSoon = stopping.Soon,
        StopNow = stopping.Now,
    };
}
