using CaseLedger.Web.Evidence;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace CaseLedger.Web.Http;

/// <summary>The problems with evidence.</summary>
internal static partial class Problems
{
    /// <summary>The server was not told where to keep files.</summary>
    public static Problem NoFileStore { get; } = new(Status503ServiceUnavailable, "no-file-store", "This server keeps no files")
    {
        Detail = new NoFileStoreException().Message,
    };

    /// <summary>The disk has no room for more.</summary>
    public static Problem NoRoom { get; } = new(Status507InsufficientStorage, "no-room", "The server has no room left for files")
    {
        Detail = "Nothing is wrong with the file. Tell the operator, and send it again once there is room.",
        RetryAfter = LongWhile,
    };

    /// <summary>The file holds nothing.</summary>
    public static Problem FileEmpty { get; } = new(Status400BadRequest, "file-empty", "The file is empty")
    {
        Detail = "Save it again and send it.",
    };

    /// <summary>No rendition can be shown of the file: it is no picture, is damaged, or the server has no tool to make one.</summary>
    public static Problem NoRendition { get; } = new(Status404NotFound, "no-rendition", "There is no picture to show of this file")
    {
        Detail = "Download the file itself.",
    };

    /// <summary>The file has more bytes than a piece of evidence may have.</summary>
    public static Problem EvidenceTooLarge(long most) => new(Status413PayloadTooLarge, "evidence-too-large", "The file is too large to be kept as evidence")
    {
        More = new Dictionary<string, object?> { ["mostBytes"] = most },
    };

    /// <summary>Files of this kind are not kept: what it was found to be, and what to do.</summary>
    public static Problem EvidenceTypeRefused(RecognisedFile found) => new(Status415UnsupportedMediaType, "evidence-type-refused", $"This is {found.Seen}, which is not kept as evidence")
    {
        Detail = found.Hint,
        More = new Dictionary<string, object?> { ["recognised"] = found.Seen },
    };

    /// <summary>The picture has more pixels than are ever decoded.</summary>
    public static Problem EvidencePixels(PictureSize size) => new(Status409Conflict, "evidence-pixels", "The picture has too many pixels")
    {
        Detail = "Crop it to what matters, or make it smaller, and send it again.",
        More = new Dictionary<string, object?>
        {
            ["width"] = size.Width, ["height"] = size.Height, ["mostPixels"] = PictureSize.MostPixels, ["longestSide"] = PictureSize.LongestSide,
        },
    };

    /// <summary>The account keeps as much as it may.</summary>
    public static Problem EvidenceQuota(long most) => new(Status409Conflict, "evidence-quota", "You have no room for more files")
    {
        Detail = "Ask the support for more room.",
        More = new Dictionary<string, object?> { ["mostBytes"] = most },
    };
}
