using System.Globalization;
using System.Text;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Codec;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Imports;

/// <summary>A statement as it is in the ledger, beside the file by a reading of its own.</summary>
public sealed class StatementInLedgerTests(TestServer server) : IClassFixture<TestServer>
{
    private const int Lines = 4_000;
    private const int RepeatedKeys = 1_000;

    private static readonly string[] Currencies = ["EUR", "USD", "GBP"];

    [Fact]
    public async Task Statement_WithLinesOfEveryKind_IsInTheLedgerLineByLineAndToTheLastDigit()
    {
        var random = new Random(20_240_403);
        var file = new StringBuilder("Reporting month,Sales Month,Platform,Country / Region,Sales Type,ISRC,Quantity,Client Payment Currency,Net Revenue\n");
        var rows = new List<(string Isrc, string Currency, string Quantity, string Revenue)>();
        for (var i = 0; i < Lines; i++)
        {
            // Key and currency repeat; quantities of none have money, and some that were streamed take it back.
            var (isrc, currency) = ($"AADEM2477{i % 7:000}", Currencies[i % Currencies.Length]);
            var (quantity, revenue) = i < RepeatedKeys ? ("12", "0.0000000001") : (i % 5) switch
            {
                0 => ("0", Money(random, "")),
                1 => ($"{random.Next(1, 5_000)}", Money(random, "-")),
                2 => ($"-{random.Next(1, 50)}", Money(random, "-")),
                _ => ($"{random.Next(1, 5_000)}", Money(random, "")),
            };
            rows.Add((isrc, currency, quantity, revenue));
            file.Append(CultureInfo.InvariantCulture, $"2024-05,2024-03,Spotify,{(i < RepeatedKeys ? "DE" : "IT")},Stream,{isrc},{quantity},{currency},{revenue}\n");
        }

        var reply = await Scenario.Run(server, s => s.As("agent").PostFile("/api/v1/imports?kind=royalty-statement", Encoding.UTF8.GetBytes(file.ToString())).StatusIs(201));
        var id = (string)reply.Json["id"]!;
        var import = reply.Json;
        while ((string?)import["state"] == "running")
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            import = (await Scenario.Run(server, s => s.As("agent").Get($"/api/v1/imports/{id}").StatusIs(200))).Json;
        }

        Assert.Equal(("finished", Lines, 0), ((string?)import["state"], (int)import["accepted"]!, (int)import["refused"]!));
        var recorded = new List<(string Isrc, RoyaltyLine Line)>();
        foreach (var isrc in rows.Select(row => row.Isrc).Distinct())
        {
            foreach (var stored in await server.Ledger.Load(CaseEvent.StreamOf(CaseLedger.Domain.Isrc.Parse(isrc)), TestContext.Current.CancellationToken))
            {
                var royalties = Assert.IsType<RoyaltyLinesReported>(EventCodec.Current.Decode(stored.Type, stored.Payload!));
                recorded.AddRange(royalties.Lines.Select(line => (isrc, line)));
            }
        }

        // Line by line: the header is line 1.
        var byLine = recorded.OrderBy(entry => entry.Line.Line).ToList();
        Assert.Equal(Enumerable.Range(2, Lines).Select(line => (long?)line), byLine.Select(entry => entry.Line.Line));
        Assert.Equal(
            rows.Select(row => (row.Isrc, row.Currency, long.Parse(row.Quantity, CultureInfo.InvariantCulture), decimal.Parse(row.Revenue, CultureInfo.InvariantCulture))),
            byLine.Select(entry => (entry.Isrc, $"{entry.Line.Currency}", entry.Line.Quantity, decimal.Parse($"{entry.Line.Revenue}", CultureInfo.InvariantCulture))));
        foreach (var currency in Currencies)
        {
            Assert.Equal(
                rows.Where(row => row.Currency == currency).Sum(row => decimal.Parse(row.Revenue, CultureInfo.InvariantCulture)),
                recorded.Where(entry => $"{entry.Line.Currency}" == currency).Sum(entry => decimal.Parse($"{entry.Line.Revenue}", CultureInfo.InvariantCulture)));
        }
    }

    private static string Money(Random random, string sign) => $"{sign}{random.Next(0, 40)}.{random.NextInt64(1, 10_000_000_000):D10}";
}
