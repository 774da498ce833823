using System.Text;
using CaseLedger.Imports;
using CaseLedger.Web.Evidence;
using CaseLedger.Web.Imports;
using CaseLedger.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CaseLedger.Web.Tests.Imports;

/// <summary>A list of refused rows has an end, whatever is sent.</summary>
public sealed class RefusedRowsTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private FileStore Files => server.Services.GetRequiredService<FileStore>();

    [Fact]
    public async Task Keep_MoreRowsThanItMayHave_SaysHowManyMoreThereWere()
    {
        await using var refused = new RefusedRows(new MemoryStream(), mostRows: 3);
        var list = await Kept(refused, Enumerable.Range(1, 5).Select(line => Row(line, $"row {line}")));

        Assert.Equal(5, refused.Count);
        Assert.Equal([1L, 2, 3], First(list).Select(row => row.Line));
        Assert.True(RefusedRows.IsCut(list));
        Assert.Equal("4,,list-cut,The list ends here: 2 more rows were refused.,Put the refused rows right and send them in a file of their own under the same header.,", LastLine(list));
    }

    [Fact]
    public async Task Keep_MoreBytesThanItMayHave_EndsAtTheFirstRowWithoutRoom()
    {
        await using var refused = new RefusedRows(new MemoryStream(), mostBytes: 4_000);
        // The last one would have room again.
        var list = await Kept(refused, [Row(1, "a"), Row(2, new string('é', 1_500)), Row(3, new string('é', 1_500)), Row(4, "b")]);

        Assert.Equal([1L, 2], First(list).Select(row => row.Line));
        Assert.StartsWith("3,,list-cut,The list ends here: 2 more rows were refused.", LastLine(list), StringComparison.Ordinal);
        Assert.InRange(list.Length, 3_000, 4_000 + 512);
    }

    [Fact]
    public async Task Keep_AMillionOfTheLongestRows_StaysSmall()
    {
        await using var refused = new RefusedRows(new MemoryStream());
        var row = Row(1, new string('x', RefusedRow.LongestRow));
        var list = await Kept(refused, Enumerable.Repeat(row, 1_000_000));

        Assert.Equal(1_000_000, refused.Count);
        Assert.InRange(list.Length, 60L << 20, (64L << 20) + 1_024);
    }

    [Fact]
    public async Task Keep_AsManyRowsAsItMayHave_IsWhole_EvenWhereARowReadsLikeItsEnd()
    {
        await using var refused = new RefusedRows(new MemoryStream(), mostRows: 2);
        var list = await Kept(refused, [Row(1, "row 1"), Row(2, "\"a\n3,,list-cut,The list ends here")]);

        Assert.Equal(["row 1", "\"a\n3,,list-cut,The list ends here"], First(list).Select(row => row.Row));
        Assert.False(RefusedRows.IsCut(list));
    }

    [Fact]
    public async Task File_WhileTheListIsWritten_IsNobodyElsesAndHasNoName()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Only Linux shows a process its open files.");
            return;
        }

        await using var refused = new RefusedRows(ScratchFile.Create(null));
        var nameless = new List<UnixFileMode>();
        foreach (var open in new DirectoryInfo("/proc/self/fd").GetFiles())
        {
            try
            {
                if (open.LinkTarget is { } path && path.EndsWith(".scratch (deleted)", StringComparison.Ordinal))
                {
                    nameless.Add(File.GetUnixFileMode(open.FullName));
                }
            }
            catch (IOException)
            {
                // Of another test, and closed meanwhile.
            }
        }

        Assert.NotEmpty(nameless);
        Assert.All(nameless, mode => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode));
    }

    private static RefusedRow Row(long line, string row) => new(line, row, "day", "day-unreadable", "It is no day.", "Write it as 2024-03-30.");

    private static IReadOnlyList<RefusedRowAnswer> First(Stream list)
    {
        list.Position = 0;
        return RefusedRows.First(list, 50);
    }

    private static string LastLine(Stream list)
    {
        list.Position = 0;
        using var reader = new StreamReader(list, Encoding.UTF8, leaveOpen: true);
        return reader.ReadToEnd().TrimEnd().Split('\n')[^1];
    }

    private async Task<Stream> Kept(RefusedRows refused, IEnumerable<RefusedRow> rows)
    {
        foreach (var row in rows)
        {
            refused.Add(row);
        }

        return Files.Open((await refused.Keep(Files, Cancellation))!);
    }
}
