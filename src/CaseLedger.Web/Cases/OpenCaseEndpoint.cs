using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Cases;

internal sealed record OpenCaseBody(
    Isrc Isrc,
    string Title,
    string Artist,
    AccountId? ArtistAccount,
    Day? ReleaseDate,
    Channel Channel,
    Moment? OpenedAt,
    bool? Approximate,
    string? Note) : IChecked
{
    public void Check(string path, Faults faults)
    {
        if (ArtistAccount is { Kind: not AccountKind.Artist })
        {
            faults.Expected(Shape.Join(path, "artistAccount"), "an account as artist:…", ArtistAccount.ToString());
        }

        if (Approximate is not null && OpenedAt is null)
        {
            faults.Add(Shape.Join(path, "approximate"), "says nothing without openedAt");
        }
    }
}

internal static class OpenCaseEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapWrite("", Post, Role.Staff | Role.Artist, "Open a case");

    private static async Task<IResult> Post(
        Body<OpenCaseBody> body, Reporter reporter, CaseStore cases, TokenTable tokens, CancellationToken cancellationToken)
    {
        var ask = body.Value;
        var artist = reporter.Caller.ArtistAccount;
        if (artist is not null)
        {
            if (ask.ArtistAccount is not null && ask.ArtistAccount != artist)
            {
                return Problems.OwnWordsOnly;
            }

            if (!await tokens.MayOpen(artist, ask.Isrc, cancellationToken))
            {
                return Problems.RecordingNotYours;
            }
        }

        var command = new OpenCase(
            body.Id, reporter.Account, ask.Isrc, ask.Title, ask.Artist, ask.Channel, ask.ArtistAccount ?? artist, ask.ReleaseDate,
            ask.OpenedAt is null ? null : When.Read(ask.OpenedAt, null, ask.Approximate), ask.Note);
        // A case of nobody could never become visible to its artist.
        var holder = command.ArtistAccount is null ? await tokens.ArtistOf(ask.Isrc, cancellationToken) : null;
        var outcome = await cases.Open(reporter, command, cancellationToken, holder);
        return outcome.About(ask.Isrc, $"/api/v1/cases/{ask.Isrc}");
    }
}
