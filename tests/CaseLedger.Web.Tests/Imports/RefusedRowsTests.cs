using CaseLedger.Web.Evidence;
using CaseLedger.Web.Imports;
using CaseLedger.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CaseLedger.Web.Tests.Imports;

public sealed class RefusedRowsTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private FileStore Files => server.Services.GetRequiredService<FileStore>();

    [Fact]
    public async Task Keep_MoreRowsThanTheListHolds_EndsItAndSaysHowManyMore()
    {
        await using var refused = new RefusedRows(most: 3);
        for (var line = 1; line <= 5; line++)
        {
            refused.Add(new(line, $"row {line}", "day", "day-unreadable", "It is no day.", "Write it as 2024-03-30."));
        }

        var list = await refused.Keep(Files, Cancellation);
        await using var kept = Files.Open(list!);
        var rows = RefusedRows.First(kept, 50);

        Assert.Equal(5, refused.Count);
        Assert.Equal([1L, 2, 3, 4], rows.Select(row => row.Line));
        Assert.Equal(["day-unreadable", "day-unreadable", "day-unreadable", "list-cut"], rows.Select(row => row.Code));
        Assert.StartsWith("2 more rows were refused", rows[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keep_AsManyRowsAsTheListHolds_IsAllOfThem()
    {
        await using var refused = new RefusedRows(most: 3);
        for (var line = 1; line <= 3; line++)
        {
            refused.Add(new(line, $"row {line}", null, "columns", "Other columns.", "Write no row without its last cells."));
        }

        await using var kept = Files.Open((await refused.Keep(Files, Cancellation))!);

        Assert.Equal(["row 1", "row 2", "row 3"], RefusedRows.First(kept, 50).Select(row => row.Row));
    }
}
