using Microsoft.Win32.SafeHandles;

namespace CaseLedger.Cli.Server;

/// <summary>A file here cannot be read, or has changed while it was.</summary>
/// <param name="message">What, why, and what to do.</param>
/// <param name="hasChanged">Whether somebody still writes to it.</param>
/// <param name="inner">What the system says.</param>
internal sealed class FileUnreadableException(string message, bool hasChanged = false, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>Whether somebody still writes to it.</summary>
    public bool HasChanged => hasChanged;

    /// <summary>The one inside of what a request failed with; null where the request failed for another reason.</summary>
    public static FileUnreadableException? Within(Exception fault)
    {
        for (var at = fault; at is not null; at = at.InnerException)
        {
            if (at is FileUnreadableException unreadable)
            {
                return unreadable;
            }
        }

        return null;
    }
}

/// <summary>Bytes that can be sent, and sent again from their beginning.</summary>
internal abstract class FileSource : IDisposable
{
    /// <summary>The name that the server keeps with it; without directories.</summary>
    public abstract string Name { get; }

    /// <summary>How many bytes; null where that shows at the end only.</summary>
    public abstract long? Length { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="seen">How it was seen before, from which it must not differ; null where it was not.</param>
    /// <exception cref="FileUnreadableException">It is not there or may not be read.</exception>
    public static FileSource Of(string path, FileInfo? seen = null)
    {
        try
        {
            var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan, Share = FileShare.Read | FileShare.Delete });
            if (!file.CanSeek)
            {
                // A pipe by name, such as a shell makes for <(…): it can be read once only.
                return new PassingSource(file, Path.GetFileName(path));
            }

            using (file)
            {
                return new KeptSource(path, seen?.Length ?? file.Length, seen?.LastWriteTimeUtc ?? File.GetLastWriteTimeUtc(path));
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unreadable(path, fault);
        }
    }

    /// <summary>Reads what stands at a position that was reached before, or is the next.</summary>
    /// <returns>How many bytes; 0 at the end.</returns>
    /// <exception cref="FileUnreadableException">The disk fails, or whatever writes into the pipe.</exception>
    public async ValueTask<int> Read(long position, Memory<byte> into, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAt(position, into, cancellationToken);
        }
        catch (Exception fault) when (fault is (IOException and not FileUnreadableException) or UnauthorizedAccessException)
        {
            throw Unreadable(Name, fault);
        }
    }

    /// <summary>Reads at a position, with whatever the system throws.</summary>
    protected abstract ValueTask<int> ReadAt(long position, Memory<byte> into, CancellationToken cancellationToken);

    /// <summary>Makes sure that it still is what was opened first.</summary>
    /// <exception cref="FileUnreadableException">It is not.</exception>
    public virtual void CheckUnchanged()
    {
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }

    /// <summary>The exception for what the system says.</summary>
    protected static FileUnreadableException Unreadable(string path, Exception fault) => new(
        fault switch
        {
            _ when Directory.Exists(path) => $"{path} is a folder. Name its files, or give the folder to --watch.",
            FileNotFoundException or DirectoryNotFoundException => $"{path} does not exist. Check the path.",
            UnauthorizedAccessException => $"{path} may not be read by this user. Change its permissions.",
            _ => $"{path} cannot be read: {fault.Message}",
        },
        inner: fault);
}

/// <summary>A file on a disk.</summary>
/// <param name="path">Where.</param>
/// <param name="length">Its bytes when it was opened first.</param>
/// <param name="written">When it was last written to by then.</param>
internal sealed class KeptSource(string path, long length, DateTime written) : FileSource
{
    private SafeFileHandle? _file;

    /// <inheritdoc/>
    public override string Name => Path.GetFileName(path);

    /// <inheritdoc/>
    public override long? Length => length;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _file?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    public override void CheckUnchanged()
    {
        var now = new FileInfo(path);
        if (!now.Exists || now.Length != length || now.LastWriteTimeUtc != written)
        {
            throw new FileUnreadableException($"{path} was changed while it was sent, so nothing of it was taken. Send it again when it is whole.", hasChanged: true);
        }
    }

    /// <inheritdoc/>
    protected override ValueTask<int> ReadAt(long position, Memory<byte> into, CancellationToken cancellationToken)
    {
        _file ??= File.OpenHandle(path, share: FileShare.Read | FileShare.Delete, options: FileOptions.Asynchronous | FileOptions.SequentialScan);
        return RandomAccess.ReadAsync(_file, into, position, cancellationToken);
    }
}

/// <summary>Bytes that pass once, out of a pipe: kept in a temporary file as they are sent, so that they can be sent again.</summary>
/// <param name="pipe">The bytes.</param>
/// <param name="name">The name that the server shall know.</param>
internal sealed class PassingSource(Stream pipe, string name) : FileSource
{
    // An attempt that was given up may still wait for the pipe; what it gets is the next attempt's too.
    private readonly SemaphoreSlim _turn = new(1);
    private SafeFileHandle? _kept;
    private long _passed;
    private bool _hasEnded;

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override long? Length => _hasEnded ? _passed : null;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _kept?.Dispose();
        pipe.Dispose();
        _turn.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async ValueTask<int> ReadAt(long position, Memory<byte> into, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            _kept ??= File.OpenHandle(
                Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, options: FileOptions.DeleteOnClose | FileOptions.Asynchronous);
            if (position < _passed)
            {
                return await RandomAccess.ReadAsync(_kept, into[..(int)Math.Min(into.Length, _passed - position)], position, cancellationToken);
            }

            if (_hasEnded)
            {
                return 0;
            }

            // Kept before it is sent, and whatever becomes of the sending: what the pipe gave it does not give again.
            var read = await pipe.ReadAsync(into, CancellationToken.None);
            await RandomAccess.WriteAsync(_kept, into[..read], _passed, CancellationToken.None);
            _passed += read;
            _hasEnded = read == 0;
            return read;
        }
        finally
        {
            _turn.Release();
        }
    }
}
