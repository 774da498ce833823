using CaseLedger.Imports;

namespace CaseLedger.Web.Imports;

/// <summary>How far a running import has come in this process. Written by it alone, read by anybody.</summary>
/// <param name="id">The import.</param>
/// <param name="bytes">The file's size.</param>
/// <param name="clock">Tells how long it runs.</param>
internal sealed class ImportProgress(Guid id, long bytes, TimeProvider clock) : ISortingWatch
{
    // Of the time that a file takes which is sorted or checked first: reading it for that, beside recording.
    private const double FirstShare = 0.2;

    private long _started = clock.GetTimestamp();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _attempts;
    private long _rows;
    private long _accepted;
    private long _repeated;
    private long _refused;
    private long _read;
    private long _readAgain;
    private long _following;
    private bool _isSorted;
    private bool _isChecked;
    private bool _wasChecked;

    /// <summary>The import.</summary>
    public Guid Id { get; } = id;

    /// <summary>Whether the import was started just now, so that nobody can have read any of its file before.</summary>
    public bool IsNew { get; init; }

    /// <summary>Whether an attempt that was broken off may have recorded more than is counted here.</summary>
    public bool MayHaveTakenMore => !IsNew || _attempts > 1;

    /// <summary>Completes when the import has ended, or when this process has given it up.</summary>
    public Task Ended => _ended.Task;

    /// <summary>How many rows became what so far.</summary>
    public ImportCounts Counts => new(Interlocked.Read(ref _rows), Interlocked.Read(ref _accepted), Interlocked.Read(ref _repeated), Interlocked.Read(ref _refused));

    /// <summary>How much is done: 0 to 1. Where the file is sorted or checked before it is recorded, both count.</summary>
    public double Share => (Volatile.Read(ref _isSorted), Interlocked.Read(ref _following)) switch
    {
        (false, _) when Volatile.Read(ref _isChecked) => Volatile.Read(ref _wasChecked)
            ? FirstShare + ((1 - FirstShare) * ShareOf(ref _readAgain))
            : FirstShare * ShareOf(ref _read),
        (false, _) => ShareOf(ref _read),
        (true, 0) => FirstShare * ShareOf(ref _read),
        (true, var rows) => FirstShare + ((1 - FirstShare) * Math.Min(1, (double)Interlocked.Read(ref _rows) / rows)),
    };

    private double ShareOf(ref long read) => bytes == 0 ? 1 : Math.Min(1, (double)Interlocked.Read(ref read) / bytes);

    /// <summary>Rows a second so far.</summary>
    public double Rate => clock.GetElapsedTime(_started).TotalSeconds is > 0 and var seconds ? Counts.Rows / seconds : 0;

    /// <summary>How long the rest takes if it goes on like this; null where nothing can be said yet.</summary>
    public TimeSpan? Left => Share is > 0 and < 1 and var share ? clock.GetElapsedTime(_started) * ((1 - share) / share) : null;

    /// <summary>Begins to count anew: an interrupted import reads its file from the beginning.</summary>
    public void Restart()
    {
        _attempts++;
        _started = clock.GetTimestamp();
        Interlocked.Exchange(ref _rows, 0);
        Interlocked.Exchange(ref _accepted, 0);
        Interlocked.Exchange(ref _repeated, 0);
        Interlocked.Exchange(ref _refused, 0);
        Interlocked.Exchange(ref _read, 0);
        Interlocked.Exchange(ref _readAgain, 0);
        Interlocked.Exchange(ref _following, 0);
        Volatile.Write(ref _isSorted, false);
        Volatile.Write(ref _isChecked, false);
        Volatile.Write(ref _wasChecked, false);
    }

    /// <summary>Notes rows that were recorded.</summary>
    public void Accept(long rows) => Add(ref _accepted, rows);

    /// <summary>Notes rows that the ledger held before.</summary>
    public void Repeat(long rows) => Add(ref _repeated, rows);

    /// <summary>Notes rows that were refused.</summary>
    public void Refuse(long rows) => Add(ref _refused, rows);

    /// <summary>Notes how much of the file was read. What is looked at more than once at the beginning takes nothing back.</summary>
    public void Read(long position)
    {
        ref var read = ref (_wasChecked ? ref _readAgain : ref _read);
        if (position > read)
        {
            Interlocked.Exchange(ref read, position);
        }
    }

    /// <inheritdoc/>
    public void Checking() => Volatile.Write(ref _isChecked, true);

    /// <inheritdoc/>
    public void Checked() => Volatile.Write(ref _wasChecked, true);

    /// <inheritdoc/>
    public void Sorting() => Volatile.Write(ref _isSorted, true);

    /// <inheritdoc/>
    public void Sorted(long rows) => Interlocked.Exchange(ref _following, rows);

    /// <summary>Notes that it has ended here.</summary>
    public void End() => _ended.TrySetResult();

    private void Add(ref long counter, long rows)
    {
        Interlocked.Add(ref counter, rows);
        Interlocked.Add(ref _rows, rows);
    }
}
