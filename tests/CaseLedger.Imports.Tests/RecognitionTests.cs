using System.IO.Compression;
using System.Text;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports.Tests.Spreadsheets;
using Xunit;

namespace CaseLedger.Imports.Tests;

public sealed class RecognitionTests
{
    private static readonly object?[][] Rows = [["date", "streams"], [new DateOnly(2024, 3, 30), 153]];

    public static TheoryData<byte[], ImportKind, string> Known => new()
    {
        { Xlsx.Of(Rows), ImportKind.Spreadsheet, "xlsx" },
        { Xls.Of(Rows), ImportKind.Spreadsheet, "xls" },
        { Xls.Bare(["date"], ["2024-03-30"]), ImportKind.Spreadsheet, "xls" },
        { Golden.Utf8("\uFEFFdate,streams\n2024-03-30,1\n"), ImportKind.S4aSongTimeline, "s4a-song-timeline" },
        { [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("date;streams\r2024-03-30;1\r")], ImportKind.S4aSongTimeline, "s4a-song-timeline" },
        { Golden.Utf8("Giorno;Ascolti\n30/03/2024;1\n"), ImportKind.Spreadsheet, "csv" },
        { Golden.Utf8("My song\n\ndate,streams\n2024-03-30,1\n"), ImportKind.Spreadsheet, "csv" },
        { Golden.Utf8("My song\n\nday,S4A,Trends\n2024-03-30,1,2\n"), ImportKind.Spreadsheet, "csv" },
        { Golden.Utf8("snapshot_at,isrc,store,day,streams_monetised\n2024-04-01T00:00:00Z,AADEM2400001,spotify,2024-03-30,1\n"), ImportKind.TrendsSnapshot, "trends-csv" },
        { Golden.Utf8("snapshot_at\tisrc\tstore\tday\tstreams_monetised\tstreams_total\n"), ImportKind.TrendsSnapshot, "trends-csv" },
        { Gzip("snapshot_at,isrc,store,day,streams_monetised\n"), ImportKind.TrendsSnapshot, "trends-csv" },
        { Golden.Utf8("\n{\"snapshot_at\":\"2024-04-01T00:00:00Z\",\"isrc\":\"AADEM2400001\",\"store\":\"spotify\",\"day\":\"2024-03-30\",\"streams_monetised\":null}\n"), ImportKind.TrendsSnapshot, "trends-ndjson" },
        { Golden.Utf8("{\"date\":\"2024-03-30\",\"trackv2\":{\"isrc\":\"AADEM2400001\"},\"streams\":{\"total\":1}}\n"), ImportKind.SpotifyFeed, "spotify-feed" },
        { Gzip("{\"trackv2\":{\"isrc\":\"AADEM2400001\"},\"note\":\"" + new string('x', 5000) + "\"}\n"), ImportKind.SpotifyFeed, "spotify-feed" },
    };

    public static TheoryData<byte[], string, string> Refused => new()
    {
        { Golden.Utf8("date,listeners,streams,followers\n"), "s4a-audience-timeline", "catalogue" },
        { Golden.Utf8("song,listeners,streams,saves,release_date\n"), "s4a-window-totals", "window-totals" },
        { Golden.Utf8("title,author,listeners,streams,date_added\n"), "s4a-window-totals", "window-totals" },
        { Golden.Utf8("name,colour\nfoo,red\n"), "unknown", "unknown-format" },
        { Golden.Utf8("Dear support, my streams are wrong.\n"), "unknown", "unknown-format" },
        { Golden.Utf8("{\"a\":1}\n"), "json", "unknown-format" },
        { Golden.Utf8("{broken\n"), "json", "unknown-format" },
        { [], "unknown", "empty-file" },
        { [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], "png", "unknown-format" },
        { Golden.Utf8("%PDF-1.7\n"), "pdf", "unknown-format" },
        { Xls.Compound("EncryptedPackage", new byte[5000]), "xlsx", "spreadsheet-encrypted" },
        { Xls.Compound("WordDocument", new byte[5000]), "compound", "unknown-format" },
        { Document(), "zip", "unknown-format" },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Of_AKnownFile_GivesItsKind_WhateverItsName(byte[] file, ImportKind kind, string format)
    {
        var recognised = Recognition.Of(new MemoryStream(file), "picture.png");

        Assert.Equal((kind, format, (FileFault?)null), (recognised.Kind!.Value, recognised.Format, recognised.Fault));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Of_AFileThatIsNotRead_SaysWhy(byte[] file, string format, string code)
    {
        var recognised = Recognition.Of(new MemoryStream(file), "streams.csv");

        Assert.Equal((null, format, code), (recognised.Kind, recognised.Format, recognised.Fault?.Code));
        Assert.NotEmpty(recognised.Fault!.Reason);
        Assert.NotEmpty(recognised.Fault.Advice);
    }

    [Fact]
    public void Of_AHeadThatEndsAnywhere_IsRecognisedAsTheWhole()
    {
        var text = Golden.Utf8("date,streams\n" + string.Concat(Enumerable.Range(1, 60_000).Select(i => $"2024-03-30,\"{i}\"\n")));
        var packed = Gzip("snapshot_at,isrc,store,day,streams_monetised\n" + string.Concat(Enumerable.Range(1, 20_000).Select(i => $"{i},{i * 7919}\n")));

        Assert.Equal(ImportKind.S4aSongTimeline, Recognition.Of(new MemoryStream(text), "a").Kind);
        Assert.Equal(ImportKind.TrendsSnapshot, Recognition.Of(new MemoryStream(packed[..(packed.Length / 2)]), "a").Kind);
    }

    [Fact]
    public void Of_AnUnknownFile_SaysWhatWasSeenAndWhatIsSupported()
    {
        var fault = Recognition.Of(new MemoryStream(Golden.Utf8("name,colour\nfoo,red\n")), "list.csv").Fault!;

        Assert.Contains("list.csv", fault.Reason, StringComparison.Ordinal);
        Assert.Contains("name,colour", fault.Reason, StringComparison.Ordinal);
        Assert.Contains("date,streams", fault.Advice, StringComparison.Ordinal);
    }

    private static byte[] Gzip(string text)
    {
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Golden.Utf8(text));
        }

        return file.ToArray();
    }

    private static byte[] Document()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry("word/document.xml");
        }

        return file.ToArray();
    }
}
