namespace CaseLedger.Web.Imports;

/// <summary>
/// How many files are read in at once. One of the turns is never an artist's: however large their statements are, the
/// pipelines and the support do not wait behind them.
/// </summary>
internal sealed class ImportTurns : IDisposable
{
    /// <summary>How many files are read in at once.</summary>
    public const int AtOnce = 2;

    /// <summary>How many of them may be of artists.</summary>
    public const int ArtistsAtOnce = AtOnce - 1;

    private readonly SemaphoreSlim _all = new(AtOnce);
    private readonly SemaphoreSlim _artists = new(ArtistsAtOnce);

    /// <summary>Waits for a turn.</summary>
    /// <param name="isOfArtist">Whether an artist sent the file.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The turn, over when it is disposed of.</returns>
    public async Task<IDisposable> Take(bool isOfArtist, CancellationToken cancellationToken)
    {
        if (!isOfArtist)
        {
            await _all.WaitAsync(cancellationToken);
            return new Turn(_all, null);
        }

        // First among themselves: an artist who waits for other artists must not hold what everybody shares.
        await _artists.WaitAsync(cancellationToken);
        try
        {
            await _all.WaitAsync(cancellationToken);
        }
        catch
        {
            _artists.Release();
            throw;
        }

        return new Turn(_all, _artists);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _all.Dispose();
        _artists.Dispose();
    }

    private sealed class Turn(SemaphoreSlim all, SemaphoreSlim? artists) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
            {
                all.Release();
                artists?.Release();
            }
        }
    }
}
