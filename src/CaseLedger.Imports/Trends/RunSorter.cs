using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CaseLedger.Imports.Trends;

/// <summary>Sorts any number of rows in bounded memory: runs of them are sorted and laid down in a temporary file, then merged.</summary>
/// <remarks>
/// A run is sorted and written beside the adding of the next one, so that up to three are in memory. The file is gone with
/// the sorter, on Unix even if the process is killed. So few rows that they are one run touch no disk.
/// </remarks>
/// <typeparam name="T">A row; no two may compare as equal, else their order is undefined.</typeparam>
internal sealed class RunSorter<T> : IDisposable
    where T : unmanaged, IComparable<T>
{
    /// <summary>Rows of one run: some 25 MB of readings, and a file of ten million rows is merged from 25 runs.</summary>
    public const int DefaultRowsPerRun = 400_000;

    private const int FirstRows = 256;

    // Shorter ascents cost more to remember than they spare.
    private const int LeastAscent = 4;

    // All runs' buffers together, and the least of one: below it the disk is read in too small steps.
    private const int MergeBytes = 32 << 20;
    private const int LeastBufferBytes = 1 << 12;
    private const int MostBufferBytes = 1 << 18;

    private readonly int rowsPerRun;
    private readonly string? directory;
    private readonly List<Run> runs = [];
    private T[] rows = [];
    private T[] spare = [];
    private T[] room = [];
    private Task laying = Task.CompletedTask;
    private List<int> ascents = [];
    private List<int> spareAscents = [];
    private int count;
    private FileStream? file;
    private long written;

    /// <summary>Begins without rows.</summary>
    /// <param name="rowsPerRun">How many rows make a run.</param>
    /// <param name="directory">Where the temporary file is made; null: the system's own place for such.</param>
    public RunSorter(int rowsPerRun = DefaultRowsPerRun, string? directory = null) => (this.rowsPerRun, this.directory) = (rowsPerRun, directory);

    /// <summary>How many rows there are.</summary>
    public long Count { get; private set; }

    /// <summary>Whether there are no rows.</summary>
    public bool IsEmpty => Count == 0;

    private static int RowBytes => Unsafe.SizeOf<T>();

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row.</param>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    public void Add(in T row)
    {
        if (count == rowsPerRun)
        {
            LayDown();
        }

        if (count == rows.Length)
        {
            Array.Resize(ref rows, (int)Math.Clamp(2L * count, Math.Min(FirstRows, rowsPerRun), rowsPerRun));
        }

        if (count == 0 || rows[count - 1].CompareTo(row) >= 0)
        {
            ascents.Add(count);
        }

        rows[count++] = row;
        Count++;
    }

    /// <summary>The rows, ascending, in stretches: what stood together in the file mostly stands together here. Afterwards no more can be added.</summary>
    /// <returns>The stretches, none of them empty. Each holds only until the next one is asked for.</returns>
    /// <exception cref="IOException">The temporary file cannot be written or read.</exception>
    public IEnumerable<ReadOnlyMemory<T>> Sorted()
    {
        if (runs.Count == 0)
        {
            if (count > 0)
            {
                rows = Sort(rows, count, ascents, []);
                yield return rows.AsMemory(0, count);
            }

            yield break;
        }

        LayDown();
        laying.GetAwaiter().GetResult();
        (rows, spare, room) = ([], [], []);
        var queue = new PriorityQueue<Run, T>(runs.Count);
        var bufferRows = Math.Clamp(MergeBytes / runs.Count, LeastBufferBytes, MostBufferBytes) / RowBytes;
        foreach (var run in runs)
        {
            run.Begin(file!, bufferRows);
            queue.Enqueue(run, run.Current);
        }

        while (queue.TryDequeue(out var least, out _))
        {
            if (!queue.TryPeek(out _, out var next))
            {
                do
                {
                    yield return least.Rest();
                }
                while (least.Refill());

                yield break;
            }

            var hasMore = true;
            do
            {
                yield return least.Below(next);
            }
            while ((hasMore = least.Refill()) && least.Current.CompareTo(next) < 0);

            if (hasMore)
            {
                queue.Enqueue(least, least.Current);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Whoever gives up does not ask whether the last run could be written; but its file must not close under it.
        Task.WhenAny(laying).GetAwaiter().GetResult();
        file?.Dispose();
    }

    /// <summary>Sorts a run: by what ascends already where that does not interlock, as where the days of a recording stand together.</summary>
    /// <param name="run">The rows.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="ascents">Where those begin that ascend to the next beginning.</param>
    /// <param name="room">Room for the result, made where it is too small.</param>
    /// <returns>Where the rows are now: in their place, or in the room.</returns>
    private static T[] Sort(T[] run, int count, List<int> ascents, T[] room)
    {
        if (ascents.Count <= 1)
        {
            return run;
        }

        if (ascents.Count > count / LeastAscent)
        {
            run.AsSpan(0, count).Sort();
            return run;
        }

        var order = new (T First, int Start, int End)[ascents.Count];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = (run[ascents[i]], ascents[i], i + 1 < order.Length ? ascents[i + 1] : count);
        }

        Array.Sort(order, static (a, b) => a.First.CompareTo(b.First));
        for (var i = 1; i < order.Length; i++)
        {
            if (run[order[i - 1].End - 1].CompareTo(order[i].First) >= 0)
            {
                run.AsSpan(0, count).Sort();
                return run;
            }
        }

        var sorted = room.Length >= count ? room : new T[run.Length];
        var to = 0;
        foreach (var (_, start, end) in order)
        {
            run.AsSpan(start, end - start).CopyTo(sorted.AsSpan(to));
            to += end - start;
        }

        return sorted;
    }

    private void LayDown()
    {
        laying.GetAwaiter().GetResult();
        file ??= ScratchFile.Create(directory);
        var (run, next, length, starts, to, offset) = (rows, spare, count, ascents, file.SafeFileHandle, written);
        laying = Task.Run(() =>
        {
            var sorted = Sort(run, length, starts, room);
            RandomAccess.Write(to, MemoryMarshal.AsBytes<T>(sorted.AsSpan(0, length)), offset);
            starts.Clear();
            (spare, room) = sorted == run ? (run, room) : (sorted, run);
        });
        runs.Add(new(offset, length));
        written += (long)length * RowBytes;
        (rows, ascents, spareAscents) = (next, spareAscents, ascents);
        count = 0;
    }

    /// <summary>One run while it is merged.</summary>
    private sealed class Run(long offset, int count)
    {
        private FileStream? file;
        private T[] buffer = [];
        private int at;
        private int buffered;
        private int taken;

        public ref readonly T Current => ref buffer[at];

        public void Begin(FileStream from, int bufferRows)
        {
            file = from;
            buffer = new T[Math.Min(bufferRows, count)];
            Fill();
        }

        /// <summary>Takes what is left in the buffer.</summary>
        public ReadOnlyMemory<T> Rest()
        {
            var rest = buffer.AsMemory(at, buffered - at);
            at = buffered;
            return rest;
        }

        /// <summary>Takes the current row, and those after it in the buffer that come before another run's.</summary>
        public ReadOnlyMemory<T> Below(in T next)
        {
            var from = at;
            do
            {
                at++;
            }
            while (at < buffered && buffer[at].CompareTo(next) < 0);

            return buffer.AsMemory(from, at - from);
        }

        /// <summary>Makes sure that there is a current row, which ends what was taken before.</summary>
        /// <returns>Whether there is one.</returns>
        public bool Refill()
        {
            if (at < buffered)
            {
                return true;
            }

            if (taken == count)
            {
                return false;
            }

            Fill();
            return true;
        }

        private void Fill()
        {
            at = 0;
            buffered = Math.Min(buffer.Length, count - taken);
            var bytes = MemoryMarshal.AsBytes(buffer.AsSpan(0, buffered));
            var from = offset + ((long)taken * RowBytes);
            while (!bytes.IsEmpty)
            {
                var read = RandomAccess.Read(file!.SafeFileHandle, bytes, from);
                if (read == 0)
                {
                    throw new EndOfStreamException("A temporary file lost its end.");
                }

                bytes = bytes[read..];
                from += read;
            }

            taken += buffered;
        }
    }
}
