using System.Net;
using System.Net.Http.Headers;

namespace CaseLedger.Cli.Server;

/// <summary>A file as the body of a request, as it is, compressed or not; it says how much of it has gone.</summary>
internal sealed class FileContent : HttpContent
{
    private const int Part = 128 * 1024;

    private readonly FileSource _file;
    private readonly Action<long?> _moved;

    /// <summary>Makes the body.</summary>
    /// <param name="file">The file.</param>
    /// <param name="moved">Told the bytes sent so far after each part, and null when all have gone.</param>
    public FileContent(FileSource file, Action<long?> moved)
    {
        (_file, _moved) = (file, moved);
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var (part, sent) = (new byte[Part], 0L);
        while (await _file.Read(sent, part, cancellationToken) is > 0 and var read)
        {
            sent += read;
            if (_file.Length is { } length && sent >= length)
            {
                // Before the last bytes have gone: a body that is not whole is thrown away by the server.
                _file.CheckUnchanged();
                read -= (int)(sent - length);
                sent = length;
            }

            await stream.WriteAsync(part.AsMemory(0, read), cancellationToken);
            _moved(sent);
            if (sent == _file.Length)
            {
                break;
            }
        }

        if (_file.Length is { } whole && sent < whole)
        {
            throw new FileUnreadableException($"{_file.Name} became shorter while it was sent. Send it again when it is whole.", hasChanged: true);
        }

        await stream.FlushAsync(cancellationToken);
        _moved(null);
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _file.Length ?? 0;
        return _file.Length is not null;
    }
}
