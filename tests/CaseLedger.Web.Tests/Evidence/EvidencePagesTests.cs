using System.Net;
using System.Text.RegularExpressions;
using System.Security.Cryptography;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Codec;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Evidence;

/// <summary>Screenshots and other evidence sent from pages: kept, shown, attached, and one click from the numbers that were read from them.</summary>
public sealed class EvidencePagesTests(TestServer server) : IClassFixture<TestServer>
{
    private static int _made;

    private readonly string _account = $"artist:pages-{Guid.NewGuid():N}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Report_WithAScreenshot_ShowsIt_AndRecordsBothOnce()
    {
        var isrc = await Case();
        var artist = await Artist();
        var (path, picture) = ($"/cases/{isrc}/report", Files.Png(comment: isrc));

        var preview = await Send(artist, path, picture, "days.png", ("store", "spotify"), ("seen", "2024-04-18"), ("grid", "2024-04-03 114"), ("step", "preview"));
        Assert.Contains($"/api/v1/evidence/{DigestOf(picture)}", preview.Text, StringComparison.Ordinal);
        Assert.Single(await Events(isrc));

        var kept = Hidden(preview.Text, "evidence-kept");
        var form = new[] { ("id", Hidden(preview.Text, "id")), ("evidence-kept", kept), ("store", "spotify"), ("seen", "2024-04-18"), ("rows", "1"), ("day-0", "2024-04-03"), ("count-0", "114"), ("step", "confirm") };
        Assert.Equal(302, (await Send(artist, path, null, "", form)).Status);
        Assert.Equal(302, (await Send(artist, path, null, "", form)).Status);

        var events = await Events(isrc);
        var attached = Assert.Single(events.OfType<EvidenceAttached>());
        Assert.Equal((EvidenceKind.Screenshot, DigestOf(picture), "days.png"), (attached.What, attached.Sha256?.ToString(), attached.Name));
        Assert.Equal(attached.Sha256, Assert.Single(Assert.Single(events.OfType<ScreenshotReported>()).Evidence!));

        await server.CatchUp();
        var day = await artist.Get($"/cases/{isrc}/days/2024-04-03");
        Assert.Matches($"<a href=\"/(api/v1/evidence/{attached.Sha256}|evidence/{attached.Sha256}/picture)\"[^>]*>114", day.Text);
        Assert.Contains($"/api/v1/evidence/{attached.Sha256}", (await artist.Get($"/cases/{isrc}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_WithAKeptFileOfSomebodyElse_TakesNone()
    {
        var isrc = await Case();
        var (artist, agent) = (await Artist(), await Agent());
        var theirs = await Send(agent, $"/cases/{isrc}/act/evidence", Files.Png(comment: isrc), "x.png", ("what", "nonsense"));

        var reply = await Send(
            artist, $"/cases/{isrc}/report", null, "", ("evidence-kept", Hidden(theirs.Text, "evidence-kept")),
            ("store", "spotify"), ("seen", "2024-04-18"), ("rows", "1"), ("day-0", "2024-04-03"), ("count-0", "114"), ("step", "confirm"));

        Assert.Equal(302, reply.Status);
        var events = await Events(isrc);
        Assert.Empty(events.OfType<EvidenceAttached>());
        Assert.Null(Assert.Single(events.OfType<ScreenshotReported>()).Evidence);
    }

    [Fact]
    public async Task Report_OfNumbersThatAreRefused_AttachesNothing_UntilTheyArePutRight()
    {
        var isrc = await Case();
        var artist = await Artist();
        var path = $"/cases/{isrc}/report";
        var preview = await Send(artist, path, Files.Png(comment: isrc), "days.png", ("store", "spotify"), ("seen", "2024-04-18"), ("grid", "2024-04-03 114"), ("step", "preview"));
        (string, string)[] form = [("id", Hidden(preview.Text, "id")), ("evidence-kept", Hidden(preview.Text, "evidence-kept")), ("store", "spotify"), ("seen", "2024-04-18"), ("rows", "1"), ("count-0", "114"), ("step", "confirm")];

        var refused = await Send(artist, path, null, "", [.. form, ("day-0", "2024-04-18")]);

        Assert.Equal(409, refused.Status);
        Assert.Single(await Events(isrc));
        Assert.Equal(302, (await Send(artist, path, null, "", [.. form, ("day-0", "2024-04-17")])).Status);
        Assert.Equal(3, (await Events(isrc)).Count);
    }

    [Fact]
    public async Task Report_WithAFileThatIsNotTaken_SaysWhatToDo_AndKeepsTheNumbers()
    {
        var isrc = await Case();
        var artist = await Artist();

        var reply = await Send(artist, $"/cases/{isrc}/report", Files.Heic, "IMG_1.png", ("store", "spotify"), ("seen", "2024-04-18"), ("grid", "2024-04-03 114"), ("step", "preview"));

        Assert.Contains("Most Compatible", reply.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"114\"", reply.Text, StringComparison.Ordinal);
        Assert.Single(await Events(isrc));
    }

    [Fact]
    public async Task Attach_WithItsFile_NamesIt_AndSaysWhenItWasSentBefore()
    {
        var isrc = await Case();
        var artist = await Artist();
        var (path, picture) = ($"/cases/{isrc}/act/evidence", Files.Png(comment: isrc));
        (string, string)[] fields = [("what", "screenshot"), ("via", "email"), ("sent", "2024-04-03")];

        Assert.Equal(302, (await Send(artist, path, picture, "days.png", fields)).Status);
        await server.CatchUp();
        Assert.Equal(302, (await Send(artist, path, picture, "again.png", fields)).Status);

        var attached = (await Events(isrc)).OfType<EvidenceAttached>().ToList();
        Assert.Equal(["days.png", "again.png"], attached.Select(evidence => evidence.Name));
        Assert.All(attached, evidence => Assert.Equal(DigestOf(picture), evidence.Sha256?.ToString()));
        Assert.Contains("You sent this on 3 Apr 2024, as ", (await artist.Get($"/cases/{isrc}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attach_WithADigestOfAnotherFile_AsksWhichIsMeant()
    {
        var isrc = await Case();
        var agent = await Agent();

        var reply = await Send(
            agent, $"/cases/{isrc}/act/evidence", Files.Png(comment: isrc), "days.png", ("what", "screenshot"), ("via", "email"), ("sent", "2024-04-03"), ("digest", new string('a', 64)));

        Assert.Contains("This is not the digest of the file that you chose.", reply.Text, StringComparison.Ordinal);
        Assert.Empty((await Events(isrc)).OfType<EvidenceAttached>());
    }

    private static string Hidden(string page, string name) => WebUtility.HtmlDecode(Regex.Match(page, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value);

    private static async Task<Reply> Send(Visit visit, string page, byte[]? file, string name, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        var hidden = fields.Any(field => field.Name == "id") ? [] : new[] { ("id", $"{Guid.NewGuid()}") };
        foreach (var (field, value) in fields.Concat(hidden).Append(("__RequestVerificationToken", await visit.FormToken())))
        {
            form.Add(new StringContent(value), field);
        }

        if (file is not null)
        {
            form.Add(new ByteArrayContent(file), "evidence", name);
        }

        return await visit.Send(HttpMethod.Post, page, form, ("Accept", "text/html"));
    }

    private Task<Visit> Artist() => Visit.SignedIn(server, "artist", _account);

    private Task<Visit> Agent() => Visit.SignedIn(server, "agent", $"agent:pages-{Guid.NewGuid():N}");

    private static string DigestOf(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));

    private async Task<string> Case()
    {
        var isrc = $"AADEM32{Interlocked.Increment(ref _made):00000}";
        await server.OpenCase(isrc, _account);
        await server.CatchUp();
        return isrc;
    }

    private async Task<List<object?>> Events(string isrc) =>
        [.. (await server.Ledger.Load(CaseEvent.StreamOf(CaseLedger.Domain.Isrc.Parse(isrc)), Cancellation)).Select(e => EventCodec.Current.Decode(e.Type, e.Payload!))];
}
