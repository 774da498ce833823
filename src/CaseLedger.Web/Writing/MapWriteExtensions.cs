using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace CaseLedger.Web.Writing;

/// <summary>How every write endpoint is mapped, so that none forgets a part.</summary>
internal static class MapWriteExtensions
{
    /// <summary>Maps a write.</summary>
    /// <param name="routes">The slice's group.</param>
    /// <param name="pattern">The address within it.</param>
    /// <param name="handler">Reads its <see cref="Body{T}"/> and answers with what <see cref="Answer"/> makes of an outcome.</param>
    /// <param name="roles">Who may.</param>
    /// <param name="summary">What it does, for the OpenAPI document.</param>
    public static RouteHandlerBuilder MapWrite(
        this RouteGroupBuilder routes, string pattern, Delegate handler, Role roles, string summary) =>
        routes.MapPost(pattern, handler)
            .AddEndpointFilter<RouteHandlerBuilder, ShowWhatWasDone>()
            .For(roles)
            .WithSummary(summary)
            .WithMetadata(
                AnswerHeader.Version,
                new AnswerHeader("Location", "Where what was recorded can be read."),
                new AnswerHeader(
                    Receipted.WarningHeader,
                    "What looks odd and was recorded all the same: codes, each with the field, as `before-release; field=readings[2].day`."))
            .Produces<ReceiptBody>(Status201Created)
            .Produces<ReceiptBody>(Status200OK);
}
