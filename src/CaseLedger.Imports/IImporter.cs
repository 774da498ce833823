using CaseLedger.Domain.Imports;

namespace CaseLedger.Imports;

/// <summary>Reads one kind of file into commands, row by row, in bounded memory. It records nothing: it does not know the ledger.</summary>
internal interface IImporter
{
    /// <summary>The kind that it reads.</summary>
    ImportKind Kind { get; }

    /// <summary>Reads a file from its beginning.</summary>
    /// <param name="file">Its bytes as they were sent, compressed or not; seekable, and not closed here.</param>
    /// <param name="request">What is known beside them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>What it finds. Whatever is wrong with the bytes is an item and no exception.</returns>
    /// <exception cref="IOException">The file cannot be read from the disk.</exception>
    IEnumerable<ImportItem> Read(Stream file, ImportRequest request, CancellationToken cancellationToken);
}
