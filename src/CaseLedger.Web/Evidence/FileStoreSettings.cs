namespace CaseLedger.Web.Evidence;

/// <summary>Where files are kept, and how much of them.</summary>
internal sealed record FileStoreSettings
{
    /// <summary>The directory that holds everything, made where it is missing; null where none was named and none follows from the database.</summary>
    public string? Directory { get; init; }

    /// <summary>The most bytes of one piece of evidence: 25 MiB, what mail servers let through, so that nothing comes by mail that does not fit.</summary>
    public long MostFileBytes { get; init; } = 25L * 1024 * 1024;

    /// <summary>The most bytes that one account keeps here, each file counted once: 2 GiB.</summary>
    public long MostAccountBytes { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>The program that reads text off pictures, called as Tesseract is; null for the one on the path, where there is one.</summary>
    public string? PictureReader { get; init; }

    /// <summary>How long anybody waits for the turn to have a picture read: beyond it nothing is offered, and the numbers are typed.</summary>
    public TimeSpan ReadingTurn { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a picture's clean rendition may take: beyond it the tool is ended.</summary>
    public TimeSpan RenditionPatience { get; init; } = TimeSpan.FromSeconds(60);
}
