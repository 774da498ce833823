using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using Microsoft.AspNetCore.Http.Features;
using NodaTime;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace CaseLedger.Web.Evidence;

/// <summary>A piece of evidence as its sender is told of it.</summary>
/// <param name="Sha256">By which it is attached to a case.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="MediaType">What it is, by its content.</param>
/// <param name="Name">Its name, cleaned.</param>
/// <param name="SentBefore">Where it was attached before, as far as its sender may see.</param>
internal sealed record EvidenceAnswer(Sha256 Sha256, long Bytes, string MediaType, string Name, IReadOnlyList<EvidenceUseAnswer> SentBefore)
{
    /// <summary>Says what was taken in.</summary>
    public static EvidenceAnswer Of(EvidenceTaken taken) =>
        new(taken.File, taken.Bytes, taken.Type.MediaType(), taken.Name, [.. taken.SentBefore.Select(EvidenceUseAnswer.Of)]);
}

/// <summary>Where the same bytes were attached before.</summary>
/// <param name="Isrc">The case.</param>
/// <param name="SentAt">When they were sent; null where only the day is known, or nothing.</param>
/// <param name="SentOn">The day, where only that is known.</param>
/// <param name="Via">How they were sent.</param>
/// <param name="What">What they were attached as.</param>
/// <param name="Number">The how-manieth of its kind in the case: "screenshot 2".</param>
/// <param name="EventId">The fact.</param>
internal sealed record EvidenceUseAnswer(Isrc Isrc, Instant? SentAt, Day? SentOn, Channel Via, EvidenceKind What, int Number, Guid EventId)
{
    /// <summary>Says where.</summary>
    public static EvidenceUseAnswer Of(EvidenceUse use) => new(
        use.Isrc, (use.Sent as Observed.At)?.Instant, (use.Sent as Observed.On)?.Day, use.Via, use.What, use.Number, use.EventId);
}

/// <summary>What <c>POST /evidence</c> says in its address about the file in its body.</summary>
/// <param name="Name">The file's name, where neither a form nor the header says it.</param>
internal sealed record SendEvidenceQuery(string? Name);

internal static class SendEvidenceEndpoint
{
    // What a form writes around a file.
    private const long RoomForTheForm = 64 * 1024;

    public static void Map(RouteGroupBuilder evidence) =>
        evidence.MapPost("", Post)
            .For(Role.People)
            .WithSummary("Send a file to be kept as evidence, as the field 'file' of a form or as the whole body")
            .WithMetadata(new TakesFile(), new AnswerHeader("Location", "Where the file can be had back."))
            .Produces<EvidenceAnswer>(Status201Created)
            .Produces<EvidenceAnswer>(Status200OK);

    private static async Task<IResult> Post(
        Query<SendEvidenceQuery> query, Caller caller, HttpContext context, FileStore files, EvidenceIntake intake, CancellationToken cancellationToken)
    {
        var most = files.Settings.MostFileBytes + RoomForTheForm;
        if (context.Request.ContentLength > most)
        {
            return Problems.EvidenceTooLarge(files.Settings.MostFileBytes);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = most;
        }

        try
        {
            var named = IncomingFile.Clean(query.Value.Name ?? "", unnamed: "");
            if (await IncomingFile.Find(context.Request, named, cancellationToken) is not { } incoming)
            {
                return Problems.FileMissing;
            }

            var (taken, problem) = await intake.Take(incoming.Content, incoming.Name, caller, cancellationToken);
            if (taken is null)
            {
                return problem!;
            }

            var (answer, location) = (EvidenceAnswer.Of(taken), $"/api/v1/evidence/{taken.File}");
            context.Response.Headers.Location = location;
            return taken.IsNew ? TypedResults.Created(location, answer) : TypedResults.Ok(answer);
        }
        catch (BadHttpRequestException tooMuch) when (tooMuch.StatusCode == Status413PayloadTooLarge)
        {
            return Problems.EvidenceTooLarge(files.Settings.MostFileBytes);
        }
        catch (InvalidDataException broken)
        {
            return Problems.Malformed(IncomingFile.Field, broken.Message);
        }
    }
}
