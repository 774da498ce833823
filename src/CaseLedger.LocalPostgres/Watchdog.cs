using System.Diagnostics;

namespace CaseLedger.LocalPostgres;

/// <summary>
/// The server under a small shell that holds a pipe from this process. When the pipe ends, by whatever death, the
/// shell shuts the server down: no PostgreSQL outlives the program that it belongs to.
/// </summary>
internal sealed class Watchdog : IServer
{
    private static readonly TimeSpan BetweenOrders = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ImmediateTimeout = TimeSpan.FromSeconds(10);

    private readonly Process _shell;

    private Watchdog(Process shell)
    {
        _shell = shell;
        Ended = UntilEnded(shell);
    }

    public Task<string> Ended { get; }

    public static Watchdog Start(ServerAccount account, string postgres, string cluster, string log)
    {
        var shell = new Process { StartInfo = account.Shell(Script(postgres, cluster, log), workingDirectory: "/", ownSession: true) };
        shell.Start();
        // Orders are few and must not wait in a buffer.
        shell.StandardInput.AutoFlush = true;
        return new(shell);
    }

    public async Task Stop(TimeSpan fastTimeout)
    {
        if (!await EndsAfter("fast", fastTimeout) && !await EndsAfter("immediate", ImmediateTimeout))
            throw new LocalPostgresException("PostgreSQL did not stop, neither by a fast nor by an immediate shutdown.");
        _shell.Dispose();
    }

    // Orders are repeated: a postmaster that has just been started has no handlers yet and loses the signal, and one that
    // is shutting down ignores it.
    private async Task<bool> EndsAfter(string order, TimeSpan timeout)
    {
        for (var since = Stopwatch.GetTimestamp(); !Ended.IsCompleted && Stopwatch.GetElapsedTime(since) < timeout;)
        {
            try
            {
                await _shell.StandardInput.WriteLineAsync(order);
            }
            catch (IOException)
            {
                // The pipe is broken because the shell is gone, which is what the order was for.
            }

            await Task.WhenAny(Ended, Task.Delay(BetweenOrders));
        }

        return Ended.IsCompleted;
    }

    private static async Task<string> UntilEnded(Process shell)
    {
        var output = shell.StandardOutput.ReadToEndAsync();
        var errors = shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return $"{await errors}{await output}".Trim();
    }

    // Signals sent to the shell's group (a service manager stopping, a terminal closing) are for our process to act on.
    // Only the reader holds the pipe's end, and only the shell waits. Once the pipe has ended the reader repeats the
    // signal, for the reason given above.
    private static string Script(string postgres, string cluster, string log) =>
        $$"""
        exec >>{{ServerAccount.Quote(log)}} 2>&1
        trap '' HUP INT QUIT TERM
        exec 3<&0 </dev/null
        {{ServerAccount.Quote(postgres)}} -D {{ServerAccount.Quote(cluster)}} 3<&- &
        server=$!
        (
          while read -r order <&3; do
            case $order in
              fast) kill -INT $server ;;
              immediate) kill -QUIT $server ;;
            esac
          done
          while kill -INT $server; do sleep 1; done
        ) 2>/dev/null &
        reader=$!
        exec 3<&-
        wait $server
        status=$?
        kill -KILL $reader
        exit $status
        """;
}
