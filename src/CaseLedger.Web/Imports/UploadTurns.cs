using CaseLedger.Domain;

namespace CaseLedger.Web.Imports;

/// <summary>
/// Lets an artist account send one file at a time: each takes room on the disk while it comes in, before anything is known
/// that could be counted against the account.
/// </summary>
internal sealed class UploadTurns
{
    // Whoever presses twice leaves the first request, whose end takes a moment.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Dictionary<AccountId, Line> _lines = [];

    /// <summary>Waits a moment for the account's turn.</summary>
    /// <param name="account">Who sends.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The turn, over when it is disposed of; null where another file of the account is still coming in.</returns>
    public async Task<IDisposable?> Take(AccountId account, CancellationToken cancellationToken)
    {
        Line line;
        lock (_lines)
        {
            line = _lines.TryGetValue(account, out var known) ? known : _lines[account] = new();
            line.Inside++;
        }

        var hasTurn = false;
        try
        {
            hasTurn = await line.Turn.WaitAsync(Patience, cancellationToken);
        }
        finally
        {
            if (!hasTurn)
            {
                Leave(account, line);
            }
        }

        return hasTurn ? new Turn(this, account, line) : null;
    }

    private void Leave(AccountId account, Line line)
    {
        lock (_lines)
        {
            if (--line.Inside == 0)
            {
                _lines.Remove(account);
                line.Dispose();
            }
        }
    }

    private sealed class Line : IDisposable
    {
        public readonly SemaphoreSlim Turn = new(1);

        // Who sends and who waits.
        public int Inside;

        public void Dispose() => Turn.Dispose();
    }

    private sealed class Turn(UploadTurns turns, AccountId account, Line line) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
            {
                line.Turn.Release();
                turns.Leave(account, line);
            }
        }
    }
}
