using System.Net;
using System.Text.RegularExpressions;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Evidence;
using CaseLedger.Web.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace CaseLedger.Web.Tests.Evidence;

/// <summary>Days and numbers read off a picture are offered, marked as doubtful, and recorded only once a person has compared them.</summary>
public sealed class PictureTextTests(PictureTextTests.Reading fixture) : IClassFixture<PictureTextTests.Reading>, IDisposable
{
    // Two rows of black on white in DejaVu Sans: 2024-04-03 1153, 2024-04-04 104.
    private const string TwoDays =
        "iVBORw0KGgoAAAANSUhEUgAAAUAAAABhAQAAAACPbEUgAAACMklEQVRIx+3UPa7UMBAHcK8s4W7dUqzWV6Ckii/29JIoEnsMruLl9XAEsifAiAIjGQ8zY+8++8krKKBASrqJf4k/NP4L+MNHbHCD/ykUEEyUEDXA"
        + "DEkBOFh1HvU67UAor0hFYb3yqHFQjBHfTdbJDJ0OBNddhmaVXoxeQxI20MfmDtRu5/G3mr5BmOhFC3mB8UHP56/e4rrCweBy4l5/njP8qH+cQcMXR/Bn0sv6PTAcNEGj4Jxh0kAQVt41QQj2A8PL7+E7hk8ZzhUU"
        + "FlyBskDPMBjlZQ1N4F3jSct19HZPUJ0ISjrhZ6iDzNAohCPBR4b2BVQFBotwTUc9vXlUWrnXCOupB1mm9iNOfY4DwuGVQWhksxmQZTMr4GaWDPcM2+OBpRzPDMuaVBS76e2wF8IdELoXcCQoEUaNEM8RIZ9jD2IH"
        + "Lit25D2Y8E8MsWHns7cMD0eCe/2+2kwa1CeX20xRm5nEbQbcZtO1zUQQRxwXBVLjEsTGBW7cSdaQ25MhXQWCeBWAr8KkasgNzzCYAnFpfLmceYZmGumubSG1wb+d4SCv41GWsp/h6QYxM3LZz/BYw1z2M7yGpexn"
        + "eLjBb0sp+xn+DDGUzDX2OhnulwZS2c/wSwsvy70Mr2G4wU6GPzWQy36GN9BeYSfDTy08LfcyXLdT6+VehrdQFdjJcIGxVh0Plf0M78JehndhL8MbmMt+hsNtM14MuexneA1tLvsZ3sBc9jO8gbncQmqDG/xH8BdA"
        + "tp0twtGkrQAAAABJRU5ErkJggg==";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("caseledger-files-");
    private Renditions? _renditions;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Streams 28 days\n2024-04-03   1,153\n04/04/2024 | 98\n", "2024-04-03\t1,153\n04/04/2024\t98")]
    [InlineData("3 Apr 2024 - 114 streams\n4. April 2024 104", "3 Apr 2024\t114\n4. April 2024\t104")]
    [InlineData("104 on Apr 4, 2024", "Apr 4, 2024\t104")]
    [InlineData("No day here 104\n2024-04-03\n", null)]
    [InlineData("", null)]
    public void RowsOf_ATextWithDaysAndNumbers_GivesBothAsTheyStand(string text, string? rows) => Assert.Equal(rows, PictureText.RowsOf(text));

    [Fact]
    public async Task Report_WithAPictureAlone_OffersWhatWasRead_AndRecordsNothingUncompared()
    {
        NeedImageMagick();
        const string isrc = "AADEM3400001";
        await fixture.Server.OpenCase(isrc, "artist:reading");
        await fixture.Server.CatchUp();
        var artist = await Visit.SignedIn(fixture.Server, "artist", "artist:reading");
        var path = $"/cases/{isrc}/report";

        var offered = await Send(artist, path, Files.Png(), ("store", "spotify"), ("seen", "2024-04-18"), ("step", "preview"));

        Assert.Contains("were read from your picture by a program", offered.Text, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(offered.Text, "<tr class=\"doubt\">"));
        Assert.Contains("value=\"1,153\"", offered.Text, StringComparison.Ordinal);

        (string, string)[] cells =
        [
            ("id", Hidden(offered.Text, "id")), ("evidence-kept", Hidden(offered.Text, "evidence-kept")), ("of-picture", Hidden(offered.Text, "of-picture")), ("store", "spotify"), ("seen", "2024-04-18"),
            ("rows", "2"), ("day-0", "2024-04-03"), ("count-0", "1153"), ("day-1", "2024-04-04"), ("count-1", "104"), ("step", "confirm"),
        ];
        var refused = await Send(artist, path, null, cells);
        Assert.Contains("Compare every row with the picture", refused.Text, StringComparison.Ordinal);
        Assert.Single(await fixture.Server.Ledger.Load(CaseEvent.StreamOf(CaseLedger.Domain.Isrc.Parse(isrc)), Cancellation));

        Assert.Equal(302, (await Send(artist, path, null, [.. cells, ("compared", "true")])).Status);
        Assert.Equal(3, (await fixture.Server.Ledger.Load(CaseEvent.StreamOf(CaseLedger.Domain.Isrc.Parse(isrc)), Cancellation)).Count);
    }

    [Theory]
    [InlineData("exit 1")]
    [InlineData("cat > /dev/null; echo nothing to see")]
    public async Task Read_WhereTheProgramFailsOrFindsNothing_OffersNothing(string script)
    {
        NeedImageMagick();
        Assert.Null(await Read(Reading.Program(script), Files.Png()));
    }

    [Fact]
    public async Task Read_OfTheSamePicture_RunsTheProgramOnce_WhateverItFound()
    {
        NeedImageMagick();
        foreach (var (script, rows) in new[] { ("cat > /dev/null; echo 2024-04-03 114", "2024-04-03\t114"), ("exit 1", null) })
        {
            var runs = Path.Combine(_directory.FullName, $"{Guid.NewGuid():N}.runs");
            using var reader = Reader(Reading.Program($"echo run >> {runs}; {script}"), TimeSpan.FromSeconds(30));
            var picture = await Keep(Files.Png());

            Assert.All(await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => reader.Read(picture, Cancellation))), read => Assert.Equal(rows, read));
            Assert.Equal(rows, await reader.Read(picture, Cancellation));

            Assert.Single(await File.ReadAllLinesAsync(runs, Cancellation));
        }
    }

    [Fact]
    public async Task Read_WhileAnotherPictureTakesLong_OffersNothing_AndDoesLater()
    {
        NeedImageMagick();
        var (began, goOn) = (Path.Combine(_directory.FullName, "began"), Path.Combine(_directory.FullName, "go-on"));
        using var reader = Reader(
            Reading.Program($"cat > /dev/null; touch {began}; until test -e {goOn}; do sleep 0.05; done; echo 2024-04-03 114"), TimeSpan.FromMilliseconds(50));
        var (first, second) = (await Keep(Files.Png()), await Keep(Files.Png(comment: "another")));
        var slow = reader.Read(first, Cancellation);
        while (!File.Exists(began))
        {
            await Task.Delay(20, Cancellation);
        }

        Assert.Null(await reader.Read(second, Cancellation));

        Assert.False(slow.IsCompleted);
        await File.WriteAllTextAsync(goOn, "", Cancellation);
        Assert.Equal("2024-04-03\t114", await slow);
        Assert.Equal("2024-04-03\t114", await reader.Read(second, Cancellation));
    }

    [Fact]
    public async Task Read_ByTesseract_FindsTheNumbersOfARealPicture()
    {
        NeedImageMagick();
        if (LimitedProcess.OnPath("tesseract") is not { } tesseract)
        {
            Assert.Skip("No Tesseract on this machine; the product works without it.");
            return;
        }

        Assert.Equal("2024-04-03\t1153\n2024-04-04\t104", await Read(tesseract, Convert.FromBase64String(TwoDays)));
    }

    private static void NeedImageMagick()
    {
        if (Renditions.Tool is null)
        {
            Assert.True(Environment.GetEnvironmentVariable("CI") is null or "", "ImageMagick was not found, and in CI these tests must run.");
            Assert.Skip("No ImageMagick on this machine.");
        }
    }

    public void Dispose()
    {
        _renditions?.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task<string?> Read(string program, byte[] picture)
    {
        using var reader = Reader(program, TimeSpan.FromSeconds(3));
        return await reader.Read(await Keep(picture), Cancellation);
    }

    private PictureText Reader(string program, TimeSpan turn)
    {
        var files = new FileStore(new() { Directory = _directory.FullName, PictureReader = program, ReadingTurn = turn });
        _renditions?.Dispose();
        _renditions = new(files, NullLogger<Renditions>.Instance);
        return new(_renditions, files, NullLogger<PictureText>.Instance);
    }

    private async Task<CaseLedger.Domain.Sha256> Keep(byte[] picture) =>
        (await new FileStore(new() { Directory = _directory.FullName }).Save(new MemoryStream(picture), long.MaxValue, Cancellation)).Digest;

    private static string Hidden(string page, string name) => WebUtility.HtmlDecode(Regex.Match(page, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value);

    private static async Task<Reply> Send(Visit visit, string page, byte[]? file, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (field, value) in fields.Append(("__RequestVerificationToken", await visit.FormToken())))
        {
            form.Add(new StringContent(value), field);
        }

        if (file is not null)
        {
            form.Add(new ByteArrayContent(file), "evidence", "days.png");
        }

        return await visit.Send(HttpMethod.Post, page, form, ("Accept", "text/html"));
    }

    /// <summary>A server that reads pictures with a program that always sees the same.</summary>
    public sealed class Reading(Postgres postgres) : IAsyncLifetime
    {
        private static readonly DirectoryInfo Programs = Directory.CreateTempSubdirectory("caseledger-programs-");

        public TestServer Server { get; } = new(postgres)
        {
            Settings = new() { SignInsPerMinute = 1_000, Files = new() { PictureReader = Program(@"cat > /dev/null; printf 'Streams\n2024-04-03 1,153\n2024-04-04 104\n'") } },
        };

        /// <summary>A program that does what a line of shell says.</summary>
        public static string Program(string script)
        {
            var path = Path.Combine(Programs.FullName, $"{Guid.NewGuid():N}.sh");
            File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            return path;
        }

        public ValueTask InitializeAsync() => Server.InitializeAsync();

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            Programs.Delete(recursive: true);
        }
    }
}
