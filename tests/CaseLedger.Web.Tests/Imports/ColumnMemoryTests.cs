using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Imports;

/// <summary>What the columns of a spreadsheet hold is said once: the artist's next file with the same columns comes as decided.</summary>
public sealed class ColumnMemoryTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Header = "Giorno;Alfa;Beta";

    private static int _made;

    [Fact]
    public async Task File_WithColumnsThatWereDecidedBefore_ComesAsDecided_ForTheSameArtistOnly()
    {
        var account = $"artist:columns-{Guid.NewGuid():N}";
        string first = await Case(account), second = await Case(account), foreign = await Case($"artist:columns-{Guid.NewGuid():N}");
        var artist = await Visit.SignedIn(server, "artist", account);
        var agent = await Visit.SignedIn(server, "agent", $"agent:columns-{Guid.NewGuid():N}");

        var asked = await Send(artist, first, $"{Header}\n2024-03-01;101;91\n2024-03-02;102;92\n");
        Assert.DoesNotContain("as you chose on", asked.Text, StringComparison.Ordinal);
        var recorded = await Send(
            artist, first, null, ("kept", Hidden(asked.Text, "kept")), ("column-1", "day"), ("column-2", "trends"), ("column-3", "artist-dashboard"), ("step", "confirm"));
        Assert.Equal(302, recorded.Status);
        await server.CatchUp();

        var again = await Send(artist, second, $"{Header}\n2024-03-03;103;93\n");
        Assert.Contains("as you chose on", again.Text, StringComparison.Ordinal);
        Assert.Equal(["day", "trends", "artist-dashboard"], Chosen(again.Text));
        Assert.Contains("as was chosen on", (await Send(agent, second, $"{Header}\n2024-03-04;104;94\n")).Text, StringComparison.Ordinal);

        Assert.DoesNotContain("chosen on", (await Send(agent, foreign, $"{Header}\n2024-03-05;105;95\n")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("you chose on", (await Send(artist, second, "Giorno;Beta;Alfa\n2024-03-06;106;96\n")).Text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Chosen(string page) => Regex.Matches(page, "<select name=\"column-[0-9]+\".*?</select>", RegexOptions.Singleline)
        .Select(select => Regex.Match(select.Value, "<option value=\"([a-z-]+)\" selected").Groups[1].Value);

    private static string Hidden(string page, string name) => WebUtility.HtmlDecode(Regex.Match(page, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value);

    private static async Task<Reply> Send(Visit visit, string isrc, string? file, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (field, value) in fields.Concat([("id", $"{Guid.NewGuid()}"), ("store", "spotify"), ("seen", "2024-04-18"), ("__RequestVerificationToken", await visit.FormToken())]))
        {
            form.Add(new StringContent(value), field);
        }

        if (file is not null)
        {
            form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(file)), "file", "days.csv");
        }

        return await visit.Send(HttpMethod.Post, $"/cases/{isrc}/file", form, ("Accept", "text/html"));
    }

    private async Task<string> Case(string account)
    {
        var isrc = $"AADEM33{Interlocked.Increment(ref _made):00000}";
        await server.OpenCase(isrc, account);
        await server.CatchUp();
        return isrc;
    }
}
