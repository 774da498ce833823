using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using CaseLedger.Domain;

namespace CaseLedger.Web.Evidence;

/// <summary>A file that is kept.</summary>
/// <param name="Digest">What it is found by: of its bytes, so that the same file is kept once.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="WasThere">Whether the same bytes were kept before.</param>
internal sealed record StoredFile(Sha256 Digest, long Size, bool WasThere);

/// <summary>More bytes came than the file may have.</summary>
/// <param name="most">The most that it may have.</param>
internal sealed class FileTooLargeException(long most) : Exception($"The file has more than {most} bytes.")
{
    /// <summary>The most bytes that it may have.</summary>
    public long Most => most;
}

/// <summary>What a program does with a picture.</summary>
internal enum Work
{
    /// <summary>It draws it anew.</summary>
    [Word("drawing")]
    Drawing = 1,

    /// <summary>It reads the text in it.</summary>
    [Word("reading")]
    Reading,
}

/// <summary>No directory for files was named, and none follows from the database.</summary>
internal sealed class NoFileStoreException() : Exception(
    $"There is nowhere to keep files: name a directory with {Verbs.FilesOption.Name} or {Verbs.FilesOption.Variable}.");

/// <summary>
/// Keeps files under the SHA-256 of their bytes, in the file system: whatever is there under a digest is complete, is on
/// the disk, and is never changed.
/// </summary>
/// <remarks>
/// What is asked of it (save a stream, open, size by digest) is what an object store can do as well. Two saves of the same
/// bytes at once end as one file: each has its own incoming file, and the later rename puts equal bytes over equal bytes.
/// </remarks>
internal sealed partial class FileStore
{
    private const int ChunkBytes = 128 * 1024;

    // Of the digest: at most 65,536 directories, so that none of them ever holds many names.
    private const int FanDigits = 2;

    // Far beyond any upload: only what a crash left behind is as old.
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    // Far beyond any program's time.
    private static readonly TimeSpan LeftBehind = TimeSpan.FromHours(1);

    private readonly string? _directory;

    /// <summary>A store in a directory, which is made at the first save.</summary>
    public FileStore(FileStoreSettings settings)
    {
        Settings = settings;
        _directory = settings.Directory is { } directory ? Path.GetFullPath(directory) : null;
    }

    /// <summary>How much may be kept.</summary>
    public FileStoreSettings Settings { get; }

    /// <summary>Whether files can be kept at all.</summary>
    public bool HasPlace => _directory is not null;

    /// <summary>Where the clean renditions of pictures stand: they can be made again and are no evidence.</summary>
    /// <exception cref="NoFileStoreException">There is no place for files.</exception>
    public string Renditions => Path.Combine(Place, "renditions");

    /// <summary>The directory in which importers may lay down what has no room in memory, made where it is missing: so the disk of the files is the only one that has to be large.</summary>
    /// <exception cref="NoFileStoreException">There is no place for files.</exception>
    /// <exception cref="IOException">The disk refused.</exception>
    public string Scratch
    {
        get
        {
            var scratch = Path.Combine(Place, "scratch");
            MakePrivate(scratch);
            return scratch;
        }
    }

    private string Place => _directory ?? throw new NoFileStoreException();

    private string Incoming => Path.Combine(Place, "incoming");

    /// <summary>Keeps what a stream holds. When this returns, the bytes survive a power cut.</summary>
    /// <param name="content">Read to its end, in bounded memory.</param>
    /// <param name="most">The most bytes to accept.</param>
    /// <param name="cancellationToken">Ends the saving; nothing is left behind.</param>
    /// <exception cref="FileTooLargeException">More bytes came; nothing is left behind.</exception>
    /// <exception cref="InvalidDataException">The stream broke off; nothing is left behind.</exception>
    /// <exception cref="NoFileStoreException">There is no place for files.</exception>
    /// <exception cref="IOException">The disk refused; nothing is left behind.</exception>
    public async Task<StoredFile> Save(Stream content, long most, CancellationToken cancellationToken)
    {
        await using var received = await Receive(content, most, cancellationToken);
        return received.Keep();
    }

    /// <summary>Takes in what a stream holds, so that it can be looked at before it is kept.</summary>
    /// <inheritdoc cref="Save"/>
    public async Task<ReceivedFile> Receive(Stream content, long most, CancellationToken cancellationToken)
    {
        MakePrivate(Incoming);
        var incoming = Path.Combine(Incoming, Guid.NewGuid().ToString("N"));
        try
        {
            var (digest, size) = await Receive(content, incoming, most, cancellationToken);
            return new(this, incoming, digest, size);
        }
        catch
        {
            File.Delete(incoming);
            throw;
        }
    }

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="FileNotFoundException">There is none of this digest.</exception>
    public Stream Open(Sha256 digest)
    {
        try
        {
            return new FileStream(PathOf(digest), new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.Read | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
                BufferSize = ChunkBytes,
            });
        }
        catch (DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"No file of the digest {digest} is kept here.");
        }
    }

    /// <summary>Whether a file is kept.</summary>
    public bool Has(Sha256 digest) => SizeOf(digest) is not null;

    /// <summary>The bytes of a file; null where it is not kept.</summary>
    public long? SizeOf(Sha256 digest) => HasPlace && new FileInfo(PathOf(digest)) is { Exists: true } file ? file.Length : null;

    /// <summary>Removes what broken-off uploads of earlier runs left behind.</summary>
    /// <param name="now">The present.</param>
    /// <returns>How many files were removed.</returns>
    public int RemoveAbandoned(DateTimeOffset now)
    {
        if (!HasPlace || !Directory.Exists(Incoming))
        {
            return 0;
        }

        var removed = 0;
        foreach (var file in new DirectoryInfo(Incoming).EnumerateFiles().Where(file => now - file.LastWriteTimeUtc > Abandoned))
        {
            file.Delete();
            removed++;
        }

        return removed;
    }

    /// <summary>Makes a directory in which one program works on one picture; whoever asks for it removes it.</summary>
    /// <param name="work">What is done there.</param>
    /// <exception cref="NoFileStoreException">There is no place for files.</exception>
    /// <exception cref="IOException">The disk refused.</exception>
    public DirectoryInfo MakeWorkplace(Work work)
    {
        var directory = Path.Combine(Renditions, $"{Words.Of(work)}-{Guid.NewGuid():N}");
        MakePrivate(directory);
        return new(directory);
    }

    /// <summary>Removes the workplaces of programs that ended together with an earlier server.</summary>
    /// <param name="now">The present.</param>
    /// <returns>How many were removed.</returns>
    public int RemoveWorkplaces(DateTimeOffset now)
    {
        if (!HasPlace || !Directory.Exists(Renditions))
        {
            return 0;
        }

        var removed = 0;
        foreach (var directory in new DirectoryInfo(Renditions).EnumerateDirectories().Where(directory => WorkplaceName().IsMatch(directory.Name) && now - directory.LastWriteTimeUtc > LeftBehind))
        {
            try
            {
                directory.Delete(recursive: true);
                removed++;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // Another server removes it at the same moment, or it is another account's: a few bytes, and no reason not to start.
            }
        }

        return removed;
    }

    /// <summary>Makes a directory, with those above it that are missing, into which nobody else on the machine can look.</summary>
    public static void MakePrivate(string directory)
    {
        if (Directory.Exists(directory))
        {
            return;
        }

        if (Path.GetDirectoryName(directory) is { } above)
        {
            MakePrivate(above);
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [GeneratedRegex("^(drawing|reading)-[0-9a-f]{32}$", RegexOptions.CultureInvariant)]
    private static partial Regex WorkplaceName();

    private StoredFile Keep(ReceivedFile file, string incoming)
    {
        var path = PathOf(file.Digest);
        // The same name with another length would be a damaged disk: then the bytes that just came replace it.
        if (SizeOf(file.Digest) == file.Size)
        {
            return new(file.Digest, file.Size, WasThere: true);
        }

        MakePrivate(Path.GetDirectoryName(path)!);
        File.Move(incoming, path, overwrite: true);
        Flush(Path.GetDirectoryName(path)!);
        return new(file.Digest, file.Size, WasThere: false);
    }

    private static async Task<(Sha256 Digest, long Size)> Receive(Stream content, string path, long most, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            long size = 0;
            int read;
            while ((read = await Next(content, chunk, cancellationToken)) > 0)
            {
                size += read;
                if (size > most)
                {
                    throw new FileTooLargeException(most);
                }

                hash.AppendData(chunk, 0, read);
                await file.WriteAsync(chunk.AsMemory(0, read), cancellationToken);
            }

            file.Flush(flushToDisk: true);
            return (Sha256.Parse(Convert.ToHexStringLower(hash.GetHashAndReset())), size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    // What goes wrong at the sender's end must not look like what goes wrong at the disk's.
    private static async Task<int> Next(Stream content, byte[] chunk, CancellationToken cancellationToken)
    {
        try
        {
            return await content.ReadAsync(chunk, cancellationToken);
        }
        catch (IOException broken) when (broken is not BadHttpRequestException)
        {
            throw new InvalidDataException("The file broke off before its end.", broken);
        }
    }

    private string PathOf(Sha256 digest)
    {
        var hex = digest.ToString();
        return Path.Combine(Place, "sha256", hex[..FanDigits], hex[FanDigits..(2 * FanDigits)], hex);
    }

    // A new name is on the disk only once the directory that holds it is: without this a power cut could lose a file that
    // an event already commits to. The runtime opens no directories, so the operating system is asked directly.
    private void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // NTFS writes names to its journal by itself
        }

        for (var at = directory; at.Length >= Place.Length; at = Path.GetDirectoryName(at)!)
        {
            var handle = OpenDirectory(at, 0);
            if (handle < 0)
            {
                throw new IOException($"The directory cannot be opened to be written to the disk (error {Marshal.GetLastPInvokeError()}).");
            }

            var failed = FlushToDisk(handle) != 0;
            var error = Marshal.GetLastPInvokeError();
            _ = Close(handle);
            // Some network file systems know no such thing as flushing a directory.
            if (failed && error != NotSupportedHere)
            {
                throw new IOException($"The directory cannot be written to the disk (error {error}).");
            }
        }
    }

    private const int NotSupportedHere = 22; // EINVAL

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenDirectory([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FlushToDisk(int handle);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);

    /// <summary>A file that has come in whole and is not kept yet: gone when this is disposed of, unless it was kept.</summary>
    internal sealed class ReceivedFile : IAsyncDisposable
    {
        private readonly FileStore _store;
        private readonly string _path;

        internal ReceivedFile(FileStore store, string path, Sha256 digest, long size) =>
            (_store, _path, Digest, Size) = (store, path, digest, size);

        /// <summary>Of its bytes.</summary>
        public Sha256 Digest { get; }

        /// <summary>Its bytes.</summary>
        public long Size { get; }

        /// <summary>Opens it for reading; not after it was kept.</summary>
        public Stream Open() => new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, ChunkBytes, FileOptions.Asynchronous);

        /// <summary>Keeps it. When this returns, the bytes survive a power cut.</summary>
        /// <exception cref="IOException">The disk refused.</exception>
        public StoredFile Keep() => _store.Keep(this, _path);

        /// <inheritdoc/>
        public ValueTask DisposeAsync()
        {
            File.Delete(_path);
            return ValueTask.CompletedTask;
        }
    }
}
