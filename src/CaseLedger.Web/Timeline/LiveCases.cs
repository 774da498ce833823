using System.Threading.Channels;
using CaseLedger.Ledger;
using Npgsql;

namespace CaseLedger.Web.Timeline;

/// <summary>Tells whoever watches a stream that it has grown; one subscription to the ledger serves all watchers.</summary>
/// <remarks>While nobody watches nothing is read: beside an import that would be the whole of it.</remarks>
internal sealed class LiveCases(EventLedger ledger) : BackgroundService
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<ChannelWriter<bool>>> _watchers = [];

    // Released once for each time that somebody watches and nobody did before.
    private readonly SemaphoreSlim _begun = new(0);

    /// <summary>Begins to watch; from now on the reader gets something whenever the stream has grown, once for several times.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="grown">Readable after growth.</param>
    /// <returns>Ends the watch when disposed.</returns>
    public IDisposable Watch(string stream, out ChannelReader<bool> grown)
    {
        // What matters is that it has grown, not how often: the watcher reads everything that is new.
        var channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        lock (_gate)
        {
            if (_watchers.Count == 0)
            {
                _begun.Release();
            }

            if (!_watchers.TryGetValue(stream, out var watchers))
            {
                _watchers.Add(stream, watchers = []);
            }

            watchers.Add(channel.Writer);
        }

        grown = channel.Reader;
        return new Watching(() => End(stream, channel.Writer));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _begun.WaitAsync(stoppingToken);
            var from = await Head(stoppingToken);
            // Whoever came before the head was read may have missed what was appended in between.
            WakeAll();
            await foreach (var recorded in ledger.Subscribe(from, stoppingToken))
            {
                if (!Wake(recorded.Stream))
                {
                    break;
                }
            }
        }
    }

    // The subscription survives a database that is away for a while; so does its beginning.
    private async Task<long> Head(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                return (await ledger.Head(stoppingToken)).Size;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(TryAgainAfter, stoppingToken);
            }
        }
    }

    private void WakeAll()
    {
        lock (_gate)
        {
            foreach (var watcher in _watchers.Values.SelectMany(watchers => watchers))
            {
                watcher.TryWrite(true);
            }
        }
    }

    // Whether anybody watches anything.
    private bool Wake(string stream)
    {
        lock (_gate)
        {
            foreach (var watcher in _watchers.GetValueOrDefault(stream, []))
            {
                watcher.TryWrite(true);
            }

            return _watchers.Count > 0;
        }
    }

    private void End(string stream, ChannelWriter<bool> watcher)
    {
        lock (_gate)
        {
            if (_watchers.TryGetValue(stream, out var watchers) && watchers.Remove(watcher) && watchers.Count == 0)
            {
                _watchers.Remove(stream);
            }
        }
    }

    private sealed class Watching(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
