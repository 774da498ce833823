using CaseLedger.Imports;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace CaseLedger.Web.Http;

/// <summary>The problems with files.</summary>
internal static partial class Problems
{
    /// <summary>A file that cannot be read in: why, what to do, and what has to be decided first.</summary>
    public static Problem Of(FileFault fault) => new(Status409Conflict, fault.Code, fault.Reason)
    {
        Detail = fault.Advice,
        More = new Dictionary<string, object?>
        {
            ["line"] = fault.Line,
            ["questions"] = fault.Questions?.Select(question => new { question.Name, question.Values, question.Evidence }).ToArray() ?? [],
        },
    };

    /// <summary>The form has no file.</summary>
    public static Problem FileMissing { get; } = Malformed(IncomingFile.Field, "expected a file, as the field 'file' of a form or as the whole body");

    /// <summary>Too many files are looked through already.</summary>
    public static Problem ImportsBusy { get; } = new(Status503ServiceUnavailable, "imports-busy", "Too many files are looked through right now")
    {
        Detail = "Nothing was kept. Send the file again in a moment.",
        RetryAfter = LongerWhile,
    };

    /// <summary>Another file of the same artist is still coming in.</summary>
    public static Problem UploadUnderWay { get; } = new(Status429TooManyRequests, "upload-under-way", "Another file of yours is still coming in")
    {
        Detail = "Nothing of this one was kept. Send it when the other has come in.",
        RetryAfter = LongerWhile,
    };

    /// <summary>The file is larger than any that is taken.</summary>
    public static Problem FileTooLarge(long most) => new(Status413PayloadTooLarge, "file-too-large", "The file is too large")
    {
        More = new Dictionary<string, object?> { ["mostBytes"] = most },
    };
}
