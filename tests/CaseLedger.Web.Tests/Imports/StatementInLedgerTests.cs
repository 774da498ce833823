using System.Globalization;
using System.Numerics;
using System.Text;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Codec;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Imports;

/// <summary>A statement as the ledger's events have it, held against the bytes that were sent, with arithmetic of its own.</summary>
public sealed class StatementInLedgerTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Header = "Reporting month,Sales Month,Platform,Country / Region,Sales Type,ISRC,Quantity,Client Payment Currency,Net Revenue\n";
    private const int Keys = 1_000;
    private const int Rows = 2_500;

    // Sums are taken in whole numbers of 10⁻²⁰.
    private const int Scale = 20;

    private static readonly string[] Countries = ["DE", "IT", "FR", "CH", "AT", "US", "GB", "ES", "PT", "NL"];
    private static readonly string[] Uses = ["Stream", "Download", "Video"];
    private static readonly string[] Currencies = ["EUR", "USD", "GBP"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AStatementOfOddLines_IsInTheLedgerLineByLine_AndItsSumsAreTheFilesToTheLastDigit()
    {
        var file = Statement();
        var sent = Encoding.UTF8.GetString(file).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select((row, i) => new Sent(i + 2, row.Split(','))).ToArray();
        Assert.Equal(Rows, sent.Length);
        Assert.Contains(sent, row => row.Quantity == "0" && Units(row.Revenue) > 0);
        Assert.Contains(sent, row => row.Quantity[0] != '-' && row.Quantity != "0" && Units(row.Revenue) < 0);
        Assert.True(sent.GroupBy(row => row.Key).Count(group => group.Count() > 1) >= Keys);
        Assert.Equal(Currencies.Length, sent.Select(row => row.Currency).Distinct().Count());
        var before = await server.Size();

        var (import, recorded) = await ReadIn(file, sent.Select(row => row.Isrc).Distinct());

        Assert.Equal(("finished", Rows, Rows, 0, 0), ((string?)import["state"], (int)import["rows"]!, (int)import["accepted"]!, (int)import["repeated"]!, (int)import["refused"]!));
        Assert.Equal(
            sent.Select(row => (row.Line, row.Isrc, row.SaleMonth, row.Country, row.Currency, row.Quantity, row.Revenue)),
            recorded.OrderBy(line => line.Line.Line).Select(line => (
                line.Line.Line!.Value, line.Isrc, $"{line.Line.SaleMonth}", $"{line.Line.Country}", $"{line.Line.Currency}", line.Line.Quantity.ToString(CultureInfo.InvariantCulture), $"{line.Line.Revenue}")));
        Assert.Equal(
            Sums(sent.Select(row => (row.Currency, row.Revenue))),
            Sums(recorded.Select(line => ($"{line.Line.Currency}", $"{line.Line.Revenue}"))));

        // Sent again, nothing is added.
        var size = await server.Size();
        Assert.InRange(size, before + 3, before + 2 + Rows);
        await Scenario.Run(server, s => s.As("agent").PostFile("/api/v1/imports?kind=royalty-statement", file, "again.csv").StatusIs(200));
        Assert.Equal(size, await server.Size());
    }

    private static byte[] Statement()
    {
        var random = new Random(20_240_403);
        var file = new StringBuilder(Header);
        for (var i = 0; i < Rows; i++)
        {
            var key = i % Keys;
            var quantity = (i % 7) switch { 0 => 0, 1 => -random.Next(1, 50), _ => random.Next(1, 5_000) };
            var sign = (i % 7) is 1 or 2 ? "-" : "";
            var digits = random.NextInt64(1, long.MaxValue).ToString(CultureInfo.InvariantCulture);
            // Every number of digits behind the point, zeros at the end among them.
            var revenue = $"{sign}{random.Next(0, 40)}.{digits.PadRight(Scale, '0')[..random.Next(1, Scale + 1)]}";
            // The currency goes round with another period than the keys, so that each meets several.
            var (country, use, currency) = (Countries[key / 10 % 10], Uses[key / 400], Currencies[i % Currencies.Length]);
            file.Append(CultureInfo.InvariantCulture, $"2024-05,2024-0{1 + (key / 100 % 4)},Spotify,{country},{use},AADEM24770{key % 10:00},{quantity},{currency},{revenue}\n");
        }

        return Encoding.UTF8.GetBytes(file.ToString());
    }

    private static Dictionary<string, BigInteger> Sums(IEnumerable<(string Currency, string Revenue)> lines) =>
        lines.GroupBy(line => line.Currency).ToDictionary(of => of.Key, of => of.Aggregate(BigInteger.Zero, (sum, line) => sum + Units(line.Revenue)));

    private static BigInteger Units(string amount)
    {
        var parts = amount.Split('.');
        var fraction = parts.Length > 1 ? parts[1] : "";
        return BigInteger.Parse(parts[0] + fraction, CultureInfo.InvariantCulture) * BigInteger.Pow(10, Scale - fraction.Length);
    }

    private async Task<(System.Text.Json.Nodes.JsonObject Import, List<(string Isrc, RoyaltyLine Line)> Lines)> ReadIn(byte[] file, IEnumerable<string> isrcs)
    {
        var import = (await Scenario.Run(server, s => s.As("agent").PostFile("/api/v1/imports?kind=royalty-statement", file, "statement.csv").StatusIs(201))).Json;
        while ((string?)import["state"] == "running")
        {
            await Task.Delay(20, Cancellation);
            import = (await Scenario.Run(server, s => s.As("agent").Get($"/api/v1/imports/{import["id"]}").StatusIs(200))).Json;
        }

        var lines = new List<(string, RoyaltyLine)>();
        foreach (var isrc in isrcs)
        {
            foreach (var stored in await server.Ledger.Load(CaseEvent.StreamOf(CaseLedger.Domain.Isrc.Parse(isrc)), Cancellation))
            {
                var royalties = Assert.IsType<RoyaltyLinesReported>(EventCodec.Current.Decode(stored.Type, stored.Payload!));
                Assert.Equal((string?)import["file"], royalties.File?.ToString());
                lines.AddRange(royalties.Lines.Select(line => (isrc, line)));
            }
        }

        return (import, lines);
    }

    private sealed record Sent(long Line, string[] Cells)
    {
        public string SaleMonth => Cells[1];

        public string Country => Cells[3];

        public string Isrc => Cells[5];

        public string Quantity => Cells[6];

        public string Currency => Cells[7];

        public string Revenue => Cells[8];

        public string Key => string.Join(',', Cells.Take(6));
    }
}
