using System.Net;
using System.Net.Sockets;
using CaseLedger.LocalPostgres;
using Npgsql;
using Xunit;

namespace CaseLedger.Ledger.Tests.Appending;

/// <summary>Connections that are cut while an append is being committed.</summary>
public sealed class SeveredConnectionTests(PostgresFixture postgres) : LedgerTest(postgres)
{
    [Fact]
    public async Task Append_AnswerLost_IsFoundToBeRecorded()
    {
        await using var line = new Line(Cluster);
        await using var dataSource = NpgsqlDataSource.Create(RuntimeConnection.For(line.ConnectionString(OwnerConnectionString)));
        await using var ledger = new EventLedger(dataSource);
        await Warm(ledger);

        line.LoseNextAnswer();
        var outcome = await ledger.Append(Request("a", ExpectedVersion.NoStream, Event("1")), Cancellation);

        // Committed though the answer never came: asked, not guessed and not repeated.
        Assert.Equal(1, Assert.IsType<AppendOutcome.Appended>(outcome).Receipts[0].Version);
        Assert.Single(await Ledger.Load("a", Cancellation));
    }

    [Fact]
    public async Task Append_RequestLost_IsFoundNotToBeRecorded()
    {
        await using var line = new Line(Cluster);
        await using var dataSource = NpgsqlDataSource.Create(RuntimeConnection.For(line.ConnectionString(OwnerConnectionString)));
        await using var ledger = new EventLedger(dataSource);
        await Warm(ledger);

        line.LoseNextRequest();
        var request = Request("a", ExpectedVersion.NoStream, Event("1"));
        Assert.IsType<AppendOutcome.NotRecorded>(await ledger.Append(request, Cancellation));
        Assert.Empty(await Ledger.Load("a", Cancellation));

        // It said that sending it again is right.
        Assert.IsType<AppendOutcome.Appended>(await ledger.Append(request, Cancellation));
    }

    [Fact]
    public async Task Append_ServerStillAtWorkWhenTheConnectionIsLost_NothingIsAnsweredThatChangesAfterwards()
    {
        await using var line = new Line(Cluster);
        await using var dataSource = NpgsqlDataSource.Create(RuntimeConnection.For(line.ConnectionString(OwnerConnectionString)));
        await using var ledger = new EventLedger(dataSource);
        await Warm(ledger);

        // The server has the request and waits for the lock; the connection dies; the lock comes free only later.
        // Had the old session not been ended first, it would commit after "not recorded" was said.
        await using var head = await HeldHead.Take(Owner);
        var appending = ledger.Append(Request("a", ExpectedVersion.NoStream, Event("1")), Cancellation);
        await Task.Delay(200, Cancellation);
        line.Cut();
        var outcome = await appending;
        Assert.IsType<AppendOutcome.NotRecorded>(outcome);
        await head.Release();
        await Task.Delay(200, Cancellation);
        Assert.Empty(await Ledger.Load("a", Cancellation));
    }

    [Fact]
    public async Task Append_LedgerOutOfReach_IsUnknownAndThenTheTruth()
    {
        await using var line = new Line(Cluster);
        await using var dataSource = NpgsqlDataSource.Create(RuntimeConnection.For(line.ConnectionString(OwnerConnectionString)));
        await using var ledger = new EventLedger(dataSource, new() { ResolveWithin = TimeSpan.FromSeconds(1) });
        await Warm(ledger);

        line.LoseNextAnswer(andStayDown: true);
        var @event = Event("1");
        var outcome = await ledger.Append(Request("a", ExpectedVersion.NoStream, @event), Cancellation);
        Assert.Equal([@event.EventId], Assert.IsType<AppendOutcome.Unknown>(outcome).EventIds);

        line.Up();
        var found = Assert.Single(await ledger.Find([@event.EventId], Cancellation));
        Assert.Equal(("a", 1), (found.Stream, found.Version));
        var again = await ledger.Append(Request("a", ExpectedVersion.NoStream, @event), Cancellation);
        Assert.IsType<AppendOutcome.AlreadyRecorded>(again);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    public async Task BulkAppend_AnyOfItsAnswersLost_EachEventStandsOnceAndEachCallerIsToldTheTruth(int answers)
    {
        // After the two to its first question (what else is lost there, is lost while connecting) a chunk takes four or five answers (lock, versions, copy, copied,
        // committed), and beside them two for what is foreseen of it: this loses each of them once.
        await using var line = new Line(Cluster);
        await using var dataSource = NpgsqlDataSource.Create(RuntimeConnection.For(line.ConnectionString(OwnerConnectionString)));
        await using var ledger = new EventLedger(dataSource, new() { BulkChunkEvents = 50 });
        await Record("conflicting", "there");
        await Warm(ledger);
        await using (await dataSource.OpenConnectionAsync(Cancellation))
        await using (await dataSource.OpenConnectionAsync(Cancellation))
        {
            // Two that are open already, to append and to foresee, so that no answer belongs to connecting.
        }

        var requests = Enumerable.Range(0, 150).Select(i => i % 50 == 7
            ? Request("conflicting", ExpectedVersion.NoStream, Event($"{i}"))
            : Request($"s{i % 20}", ExpectedVersion.Any, Event($"{i}"))).ToList();
        var outcomes = new List<AppendOutcome>();
        line.LoseAnswerAfter(answers);
        await foreach (var chunk in ledger.BulkAppend(requests.ToAsyncEnumerable(), Cancellation))
        {
            outcomes.AddRange(chunk);
        }

        Assert.True(line.WasCut);
        Assert.Equal(requests.Count, outcomes.Count);
        Assert.All(outcomes.Where((_, i) => i % 50 == 7), o => Assert.Equal(new AppendOutcome.VersionConflict("conflicting", ExpectedVersion.NoStream, 1), o));
        Assert.All(outcomes.Where((_, i) => i % 50 != 7), o => Assert.IsType<AppendOutcome.Appended>(o));
        Assert.Equal(147, (await Ledger.Find([.. requests.Select(r => r.Events[0].EventId)], Cancellation)).Count);
    }

    /// <summary>Connects, and lets the notification of it pass, so that the next thing on the line is the append.</summary>
    private static async Task Warm(EventLedger ledger)
    {
        await ledger.Append(Request("warm", ExpectedVersion.Any, Event()), Cancellation);
        await Task.Delay(300, Cancellation);
    }

    /// <summary>A line to the server that can be cut, between a request and its answer or before the request gets through.</summary>
    private sealed class Line : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly Func<Task<Stream>> connect;
        private readonly List<IDisposable> open = [];
        private readonly CancellationTokenSource stopping = new();
        private readonly Task accepting;
        private volatile int answersLeft = -1;
        private volatile bool loseRequest;
        private volatile bool stayDown;
        private volatile bool down;

        internal Line(ThrowawayCluster cluster)
        {
            var (host, port) = (cluster.Cluster.Host, cluster.Cluster.Port);
            connect = async () =>
            {
                var unix = host.StartsWith('/');
                var socket = new Socket(unix ? AddressFamily.Unix : AddressFamily.InterNetwork, SocketType.Stream, unix ? ProtocolType.Unspecified : ProtocolType.Tcp);
                await socket.ConnectAsync(unix ? new UnixDomainSocketEndPoint($"{host}/.s.PGSQL.{port}") : new IPEndPoint(IPAddress.Parse(host), port));
                return new NetworkStream(socket, ownsSocket: true);
            };
            listener.Start();
            accepting = Task.Run(Accept);
        }

        internal string ConnectionString(string direct) => new NpgsqlConnectionStringBuilder(direct)
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)listener.LocalEndpoint).Port,
            Timeout = 2,
        }.ConnectionString;

        /// <summary>The next request gets through; its answer does not.</summary>
        internal void LoseNextAnswer(bool andStayDown = false)
        {
            stayDown = andStayDown;
            LoseAnswerAfter(0);
        }

        /// <summary>So many answers get through, the next one does not.</summary>
        internal void LoseAnswerAfter(int answers) => answersLeft = answers;

        internal bool WasCut { get; private set; }

        internal void LoseNextRequest() => loseRequest = true;

        internal void Up() => down = false;

        internal void Cut()
        {
            lock (open)
            {
                open.ForEach(o => o.Dispose());
                open.Clear();
            }
        }

        private async Task Accept()
        {
            while (!stopping.IsCancellationRequested)
            {
                try
                {
                    var client = new NetworkStream(await listener.AcceptSocketAsync(stopping.Token), ownsSocket: true);
                    if (down)
                    {
                        await client.DisposeAsync();
                        continue;
                    }

                    var server = await connect();
                    lock (open)
                    {
                        open.Add(client);
                        open.Add(server);
                    }

                    _ = Pump(client, server, request: true);
                    _ = Pump(server, client, request: false);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }

        private async Task Pump(Stream from, Stream to, bool request)
        {
            var buffer = new byte[64 * 1024];
            try
            {
                int read;
                while ((read = await from.ReadAsync(buffer)) > 0)
                {
                    if ((request && loseRequest) || (!request && answersLeft >= 0 && answersLeft-- == 0))
                    {
                        loseRequest = false;
                        WasCut = true;
                        down = stayDown;
                        stayDown = false;
                        Cut();
                        return;
                    }

                    await to.WriteAsync(buffer.AsMemory(0, read));
                }
            }
            catch (Exception cut) when (cut is IOException or ObjectDisposedException)
            {
                // The other side was cut.
            }
            finally
            {
                await from.DisposeAsync();
                await to.DisposeAsync();
            }
        }

        public async ValueTask DisposeAsync()
        {
            await stopping.CancelAsync();
            Cut();
            await accepting;
            listener.Dispose();
            stopping.Dispose();
        }
    }
}
