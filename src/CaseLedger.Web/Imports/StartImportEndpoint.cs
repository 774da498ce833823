using CaseLedger.Domain;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;
using Microsoft.AspNetCore.Http.Features;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace CaseLedger.Web.Imports;

/// <summary>What <c>POST /imports</c> says in its address about the file in its body.</summary>
/// <param name="Kind">What the file holds; recognised by its content unless given.</param>
/// <param name="Isrc">The recording, of a file that names none.</param>
/// <param name="Store">The store, of a file that names none.</param>
/// <param name="Observed">When the source showed the numbers, of a file that does not say.</param>
/// <param name="Choices">Decisions about its doubts: <c>day-order=day-first;column-2=trends</c>.</param>
/// <param name="Preview">Whether nothing shall be recorded.</param>
internal sealed record ImportQuery(ImportKind? Kind, Isrc? Isrc, Store? Store, Moment? Observed, string? Choices, bool? Preview);

internal static class StartImportEndpoint
{
    /// <summary>The largest file that is taken: a day of a large catalogue's Trends is a hundredth of it.</summary>
    public const long MostBytes = 64L * 1024 * 1024 * 1024;

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    public static void Map(RouteGroupBuilder imports) =>
        imports.MapPost("", Post)
            .For(Role.Agent | Role.Artist | Role.Ingest)
            .WithSummary("Send a file with numbers, as the field 'file' of a form or as the whole body; gzip allowed")
            .WithMetadata(new TakesFile(), new AnswerHeader("Location", "Where the import can be followed."))
            .Produces<ImportAnswer>(Status201Created)
            .Produces<ImportAnswer>(Status200OK);

    private static async Task<IResult> Post(
        Query<ImportQuery> query, Caller caller, HttpContext context, ImportIntake intake, ImportStore imports, ImportRunner runner,
        CancellationToken cancellationToken)
    {
        if (!ReadChoices(query.Value.Choices, out var choices))
        {
            return Problems.Malformed("choices", "expected name=value, several separated by semicolons");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null; // counted while it is kept
        }

        var wish = new ImportWish(query.Value.Kind, query.Value.Isrc, query.Value.Store, query.Value.Observed?.Observed, choices);
        ReceivedImport? came;
        Problem? problem;
        try
        {
            if (await IncomingFile.Find(context.Request, "unnamed", cancellationToken) is not { } incoming)
            {
                return Problems.FileMissing;
            }

            (came, problem) = await intake.Receive(incoming.Content, incoming.Name, wish, caller, MostBytes, cancellationToken);
        }
        catch (InvalidDataException broken)
        {
            return Problems.Malformed(IncomingFile.Field, broken.Message);
        }

        if (came is null)
        {
            return problem!;
        }

        await using var received = came;
        var start = received.Start;
        var id = ImportIds.Of(start);
        if (query.Value.Preview is true)
        {
            (var preview, problem) = await intake.Preview(received, caller, cancellationToken);
            return preview is null ? problem! : TypedResults.Ok(Shown(start, preview, await imports.Find(id, caller, cancellationToken)));
        }

        if (await intake.Keep(received, caller, cancellationToken) is { } refused)
        {
            return refused;
        }

        return await intake.Start(start, caller, AnswerWithin, cancellationToken) switch
        {
            Outcome.Recorded => await Answer(isNew: true),
            Outcome.RecordedBefore => await Answer(isNew: false),
            var other => other.AsProblem(),
        };

        async Task<IResult> Answer(bool isNew)
        {
            // Somebody else may have sent the same bytes first; that they did is no secret to whoever holds them.
            var answer = ImportAnswer.Of(Import.Of(id, await imports.Load(id, cancellationToken))!, runner.ProgressOf(id)) with { Before = isNew ? null : true };
            var location = $"/api/v1/imports/{id}";
            context.Response.Headers.Location = location;
            return isNew ? TypedResults.Created(location, answer) : TypedResults.Ok(answer);
        }
    }

    private static ImportPreviewAnswer Shown(ImportStarted start, ImportPreview preview, Import? before) => new(
        start.Kind, start.File, start.Size, start.Name, preview.Accepted + preview.Refused, preview.Accepted, preview.Refused,
        [.. preview.FirstRefused.Select(RefusedRowAnswer.Of)],
        preview.Fault is { } fault ? new(fault.Code, $"{fault.Reason} {fault.Advice}", fault.Line) : null,
        [.. (preview.Fault?.Questions ?? []).Select(question => new ImportQuestionAnswer(question.Name, question.Values, question.Evidence))],
        before is { IsTheSameAgain: true } ? before.Id : null);

    private static bool ReadChoices(string? text, out ValueList<ImportChoice> choices)
    {
        var read = new List<ImportChoice>();
        foreach (var part in (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.IndexOf('=') is not (> 0 and var at) || at == part.Length - 1)
            {
                choices = [];
                return false;
            }

            read.Add(new(part[..at].Trim(), part[(at + 1)..].Trim()));
        }

        // In one order, so that the same decisions make the same import.
        choices = [.. read.OrderBy(choice => choice.Name, StringComparer.Ordinal)];
        return true;
    }
}
