using System.IO.Compression;
using System.Text;
using CaseLedger.Imports.Text;
using Xunit;

namespace CaseLedger.Imports.Tests.Text;

public sealed class TextTableTests
{
    private const long MuchMemory = 64L << 20;

    public static TheoryData<string, string, char> Writings()
    {
        var writings = new TheoryData<string, string, char>();
        foreach (var encoding in new[] { "utf-8", "utf-8-mark", "utf-16", "utf-16-mark", "utf-16BE", "utf-16BE-mark", "windows-1252" })
        {
            foreach (var lineEnd in new[] { "\n", "\r\n", "\r" })
            {
                foreach (var delimiter in new[] { ',', ';', '\t', '|' })
                {
                    writings.Add(encoding, lineEnd, delimiter);
                }
            }
        }

        return writings;
    }

    [Theory]
    [MemberData(nameof(Writings))]
    public void Records_OfEveryWriting_AreTheSame(string encoding, string lineEnd, char delimiter)
    {
        const string Text = "date,streams,titre\n2024-03-30,153,Été\n\n2024-03-31,\"1,7;8\t9|0\",\"deux\nlignes \"\"ici\"\"\"\n2024-04-01,4,fin";
        var written = string.Join(delimiter, Text.Split(',')).Replace($"1{delimiter}7", "1,7", StringComparison.Ordinal).Replace("\n", lineEnd, StringComparison.Ordinal);

        using var table = TextTable.Open(new MemoryStream(Bytes(written, encoding)), CancellationToken.None);
        var records = table.Records().ToList();

        Assert.Null(table.Fault);
        Assert.Equal(delimiter, table.Delimiter);
        Assert.Equal(encoding.Replace("-mark", "", StringComparison.Ordinal), table.EncodingName);
        Assert.Equal([1, 2, 3, 4, 6], records.Select(record => record.Line));
        Assert.Equal(["date", "streams", "titre"], records[0].Cells);
        Assert.Equal(["2024-03-30", "153", "Été"], records[1].Cells);
        Assert.Equal([""], records[2].Cells);
        Assert.Equal(["2024-03-31", "1,7;8\t9|0", $"deux{lineEnd}lignes \"ici\""], records[3].Cells);
        Assert.Equal(["2024-04-01", "4", "fin"], records[4].Cells);
        Assert.Equal($"2024-04-01{delimiter}4{delimiter}fin", records[4].Raw);
    }

    [Fact]
    public void Records_WithMixedLineEnds_CountEachOnce()
    {
        var (records, fault) = Read("a,b\r1,2\r\n3,4\n\r\n5,6\n\r7,8"u8);

        Assert.Null(fault);
        Assert.Equal([(1, "a"), (2, "1"), (3, "3"), (4, ""), (5, "5"), (6, ""), (7, "7")], records.Select(record => ((int)record.Line, record.Cells[0])));
    }

    [Theory]
    [InlineData("\uFEFF\uFEFFdate,streams\n")]
    [InlineData("ï»¿date,streams\n")]
    [InlineData("\uFEFFï»¿date,streams\n")]
    [InlineData("\"\uFEFFdate\",streams\n")]
    public void Records_WithAStuckMark_BeginWithoutIt(string text) =>
        Assert.Equal(["date", "streams"], Read(Encoding.UTF8.GetBytes(text)).Records.Single().Cells);

    [Fact]
    public void Records_WithExcelsHint_TakeItAndKeepTheLines()
    {
        using var table = TextTable.Open(new MemoryStream("sep=;\nday;count\n2024-03-30;1,5\n"u8.ToArray()), CancellationToken.None);
        var records = table.Records().ToList();

        Assert.Equal(';', table.Delimiter);
        Assert.Equal([2, 3], records.Select(record => record.Line));
        Assert.Equal(["2024-03-30", "1,5"], records[1].Cells);
    }

    [Fact]
    public void Records_WithDecimalCommasBetweenSemicolons_AreSplitAtTheSemicolons() =>
        Assert.Equal(["2024-03-30", "1,50", "2,75"], Read("day;a;b\n2024-03-30;1,50;2,75\n2024-03-31;1,20;3,00\n"u8).Records[1].Cells);

    [Fact]
    public void Records_WithAGivenDelimiter_TakeNoOther()
    {
        using var table = TextTable.Open(new MemoryStream("a,b\n1,2\n"u8.ToArray()), CancellationToken.None, '\t');
        Assert.Equal(["a,b", "1,2"], table.Records().Select(record => record.Cells.Single()));
    }

    [Fact]
    public void Records_WithABadByteAmongUtf8_LoseOnlyThatByte()
    {
        byte[] bytes = [.. "titre,été\nà,"u8, 0x80, .. ",ü\n"u8];
        Assert.Equal(["à", "€", "ü"], Read(bytes).Records[1].Cells);
    }

    [Fact]
    public void Records_WhoseFirstAccentComesLate_ReadItAsWindows1252()
    {
        var plain = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("title,1\n", 20_000)));
        var (records, fault) = Read([.. plain, 0xC9, (byte)'t', 0xE9, .. ",2\n"u8]);

        Assert.Null(fault);
        Assert.Equal(["Été", "2"], records[^1].Cells);
        Assert.Equal(20_001, records[^1].Line);
    }

    [Fact]
    public void Records_WithCharactersAcrossEveryChunk_KeepThem()
    {
        // 7 bytes a line, so that over many chunks a character is cut at each of its bytes.
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("€,\U0001F3B5\n", 60_000)));
        var (records, fault) = Read(text);

        Assert.Null(fault);
        Assert.Equal(60_000, records.Count);
        Assert.All(records, record => Assert.Equal(["€", "\U0001F3B5"], record.Cells));
    }

    [Fact]
    public void Raw_OfALongRow_IsCut_AndNoCharacterHalved()
    {
        var row = new string('x', RefusedRow.LongestRow - 1) + "\U0001F3B5,1";
        Assert.Equal(new string('x', RefusedRow.LongestRow - 1), Read(Encoding.UTF8.GetBytes(row)).Records.Single().Raw);
    }

    [Fact]
    public void Records_OfGzip_AreThoseWithin_AlsoOfSeveralMembers()
    {
        byte[] joined = [.. Gzip("a,b\n1,2\n"u8), .. Gzip("3,4\n"u8)];
        using var table = TextTable.Open(new MemoryStream(joined), CancellationToken.None);

        Assert.Equal(["a", "1", "3"], table.Records().Select(record => record.Cells[0]));
        Assert.Null(table.Fault);
        Assert.True(table.IsPacked);
    }

    [Fact]
    public void Fault_OfGzipCutAnywhere_IsTruncated_AndNoHalfRowIsRead()
    {
        var text = string.Concat(Enumerable.Range(0, 200).Select(i => $"row,{i * 7919},end\n"));
        var lines = text.Split('\n').ToHashSet();
        var whole = Gzip(Encoding.UTF8.GetBytes(text));
        for (var length = 3; length < whole.Length; length++)
        {
            var (records, fault) = Read(whole.AsSpan(0, length));
            Assert.Equal("gzip-truncated", fault?.Code);
            Assert.All(records, record => Assert.Contains(record.Raw, lines));
        }
    }

    [Fact]
    public void Fault_OfDamagedGzip_SaysSo_AndWhatStandsBeforeIsRead()
    {
        var random = new Random(4);
        var text = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"row,{random.Next()}\n"));
        var whole = Gzip(Encoding.UTF8.GetBytes(text));
        whole.AsSpan(whole.Length / 2, 64).Fill(0xFF);

        var (records, fault) = Read(whole);

        Assert.Equal("gzip-damaged", fault?.Code);
        Assert.InRange(records.Count, 1_000, 30_000);
        Assert.Equal(records.Count + 1, fault?.Line);
        // What was unpacked in the same step as the damage may be wrong; all before it is right.
        Assert.StartsWith(string.Join('\n', records.Take(1_000).Select(record => record.Raw)), text, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault_OfGzipWithAWrongChecksum_IsDamaged()
    {
        var whole = Gzip("a,b\n1,2\n"u8);
        whole[^6] ^= 1;
        Assert.Equal("gzip-damaged", Read(whole).Fault?.Code);
    }

    [Fact]
    public void Fault_OfGzipWithSomethingBehindIt_IsDamaged_AndNotSilentlyLost()
    {
        byte[] joined = [.. Gzip("a,b\n1,2\n"u8), .. "3,4\n"u8];
        Assert.Equal("gzip-damaged", Read(joined).Fault?.Code);
    }

    [Fact]
    public void Fault_OfAGigabyteOfZeros_ComesAtOnce()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (records, fault) = Read(Bomb(0, (1L << 30) + 1));

        Assert.Equal("binary", fault?.Code);
        Assert.Empty(records);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MuchMemory);
    }

    [Fact]
    public void Fault_OfAGigabyteWithoutALineEnd_ComesAfterTheLongestRecord()
    {
        var (records, fault) = Read(Bomb((byte)'1', (1L << 30) + 1));

        Assert.Equal("line-too-long", fault?.Code);
        Assert.Empty(records);
    }

    [Fact]
    public void Fault_OfABombOfRows_ComesBeyondTheHarmlessSize()
    {
        using var table = TextTable.Open(new MemoryStream(Bomb((byte)'\n', 32 << 20)), CancellationToken.None, limits: new(HarmlessSize: 1 << 20));
        var records = table.Records().LongCount();

        Assert.Equal("bomb", table.Fault?.Code);
        Assert.InRange(records, 0, 16 << 20);
    }

    [Fact]
    public void Fault_OfMoreThanTheCap_IsTooLarge()
    {
        using var table = TextTable.Open(new MemoryStream(new byte[1_000].Select(_ => (byte)'\n').ToArray()), CancellationToken.None, limits: new(MostUnpacked: 999));
        _ = table.Records().Count();
        Assert.Equal("too-large", table.Fault?.Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fault_OfALineOf100Megabytes_ComesInBoundedMemory_AfterTheRowsBefore(bool quoted)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var file = new LongLine(quoted ? "a,b\n1,2\n\"" : "a,b\n1,2\n", 100_000_000);
        using var table = TextTable.Open(file, CancellationToken.None);
        var records = table.Records().ToList();

        Assert.Equal(2, records.Count);
        Assert.Equal(("line-too-long", 3), (table.Fault?.Code, (int?)table.Fault?.Line));
        Assert.InRange(file.Taken, 0, 5_000_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MuchMemory);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\n\r\n\n")]
    public void Fault_OfAFileWithoutContent_IsEmptyFile(string text) => Assert.Equal("empty-file", Read(Encoding.UTF8.GetBytes(text)).Fault?.Code);

    [Fact]
    public void Fault_OfEmptyGzip_IsEmptyFile() => Assert.Equal("empty-file", Read(Gzip([])).Fault?.Code);

    [Fact]
    public void Records_OfOnlyAHeader_AreOne_WithoutAFault()
    {
        var (records, fault) = Read("snapshot_at,isrc"u8);

        Assert.Null(fault);
        Assert.Equal(["snapshot_at", "isrc"], records.Single().Cells);
    }

    [Fact]
    public void Fault_OfAnUnclosedQuote_NamesWhereItBegins_AndTheRowsBeforeAreRead()
    {
        var (records, fault) = Read("a,b\n1,2\n\"3,4\n5,6\n7,8\n"u8);

        Assert.Equal(["a", "1"], records.Select(record => record.Cells[0]));
        Assert.Equal(("quote-unclosed", 3), (fault?.Code, (int?)fault?.Line));
    }

    [Fact]
    public void Fault_OfNulBytes_IsBinary_AndTheRowsBeforeAreRead()
    {
        var (records, fault) = Read("a,b\n1,2\n3,\04\n5,6\n"u8);

        Assert.Equal(["a", "1"], records.Select(record => record.Cells[0]));
        Assert.Equal(("binary", 3), (fault?.Code, (int?)fault?.Line));
    }

    [Fact]
    public void Records_OnceCancelled_EndByIt()
    {
        using var cancellation = new CancellationTokenSource();
        using var file = new LongLine("a\n", 100_000_000);
        using var table = TextTable.Open(file, cancellation.Token);
        cancellation.Cancel();

        Assert.Throws<OperationCanceledException>(() => table.Records().Count());
    }

    [Fact]
    public void Dispose_LeavesTheFileOpen()
    {
        using var file = new MemoryStream("a,b\n"u8.ToArray());
        using (var table = TextTable.Open(file, CancellationToken.None))
        {
            Assert.Single(table.Records());
        }

        Assert.True(file.CanRead);
    }

    internal static byte[] Gzip(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
            // Nothing written at all gives no gzip either.
            gzip.Flush();
        }

        return packed.ToArray();
    }

    private static byte[] Bomb(byte of, long length)
    {
        var chunk = new byte[1 << 20];
        chunk.AsSpan().Fill(of);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var written = 0L; written < length; written += chunk.Length)
            {
                gzip.Write(chunk);
            }
        }

        return packed.ToArray();
    }

    private static byte[] Bytes(string text, string encoding)
    {
        var found = CodePagesEncodingProvider.Instance.GetEncoding(encoding.Replace("-mark", "", StringComparison.Ordinal))
            ?? Encoding.GetEncoding(encoding.Replace("-mark", "", StringComparison.Ordinal));
        return [.. encoding.EndsWith("-mark", StringComparison.Ordinal) ? found.GetPreamble() : [], .. found.GetBytes(text)];
    }

    private static (List<TextRecord> Records, FileFault? Fault) Read(ReadOnlySpan<byte> bytes)
    {
        using var table = TextTable.Open(new MemoryStream(bytes.ToArray()), CancellationToken.None);
        return (table.Records().ToList(), table.Fault);
    }

    private sealed class LongLine(string before, long length) : ForwardStream
    {
        public long Taken { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, length - Taken);
            buffer[..count].Fill((byte)'7');
            for (var i = 0; i < count && Taken + i < before.Length; i++)
            {
                buffer[i] = (byte)before[(int)(Taken + i)];
            }

            Taken += count;
            return count;
        }
    }
}
