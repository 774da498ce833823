using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CaseLedger.Imports.Trends;

/// <summary>Sorts any number of rows in bounded memory: runs of them are sorted and laid down in a temporary file, then merged.</summary>
/// <remarks>The file is gone with the sorter, on Unix even if the process is killed. So few rows that they are one run touch no disk.</remarks>
/// <typeparam name="T">A row; no two may compare as equal, else their order is undefined.</typeparam>
internal sealed class RunSorter<T> : IDisposable
    where T : unmanaged, IComparable<T>
{
    /// <summary>Rows of one run: some 25 MB of readings, and a file of ten million rows is merged from 25 runs.</summary>
    public const int DefaultRowsPerRun = 400_000;

    private const int FirstRows = 256;

    // All runs' buffers together, and the least of one: below it the disk is read in too small steps.
    private const int MergeBytes = 32 << 20;
    private const int LeastBufferBytes = 1 << 12;
    private const int MostBufferBytes = 1 << 18;

    private readonly int rowsPerRun;
    private readonly List<Run> runs = [];
    private T[] rows = [];
    private int count;
    private bool isAscending = true;
    private FileStream? file;
    private long written;

    /// <summary>Begins without rows.</summary>
    /// <param name="rowsPerRun">How many rows are held in memory.</param>
    public RunSorter(int rowsPerRun = DefaultRowsPerRun) => this.rowsPerRun = rowsPerRun;

    /// <summary>Whether there are no rows.</summary>
    public bool IsEmpty => count == 0 && runs.Count == 0;

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

        isAscending = isAscending && (count == 0 || rows[count - 1].CompareTo(row) < 0);
        rows[count++] = row;
    }

    /// <summary>The rows, ascending. Afterwards no more can be added.</summary>
    /// <exception cref="IOException">The temporary file cannot be written or read.</exception>
    public IEnumerable<T> Sorted()
    {
        if (runs.Count == 0)
        {
            SortRun();
            for (var i = 0; i < count; i++)
            {
                yield return rows[i];
            }

            yield break;
        }

        LayDown();
        rows = [];
        var queue = new PriorityQueue<Run, T>(runs.Count);
        var bufferRows = Math.Clamp(MergeBytes / runs.Count, LeastBufferBytes, MostBufferBytes) / RowBytes;
        foreach (var run in runs)
        {
            run.Begin(file!, bufferRows);
            queue.Enqueue(run, run.Current);
        }

        while (queue.TryPeek(out var least, out _))
        {
            yield return least.Current;
            if (least.MoveNext())
            {
                queue.DequeueEnqueue(least, least.Current);
            }
            else
            {
                queue.Dequeue();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    private static FileStream CreateFile()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var path = Path.Combine(Path.GetTempPath(), $"caseledger-{Guid.NewGuid():N}.run");
        var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
        {
            // An open file needs no name; without one it cannot outlive the process.
            File.Delete(path);
        }

        return file;
    }

    private void SortRun()
    {
        if (!isAscending)
        {
            rows.AsSpan(0, count).Sort();
        }
    }

    private void LayDown()
    {
        SortRun();
        file ??= CreateFile();
        var bytes = MemoryMarshal.AsBytes<T>(rows.AsSpan(0, count));
        RandomAccess.Write(file.SafeFileHandle, bytes, written);
        runs.Add(new(written, count));
        written += bytes.Length;
        count = 0;
        isAscending = true;
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

        public bool MoveNext()
        {
            if (++at < buffered)
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
