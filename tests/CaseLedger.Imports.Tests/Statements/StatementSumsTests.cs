using System.Globalization;
using System.Numerics;
using System.Text;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports.Statements;
using Xunit;

namespace CaseLedger.Imports.Tests.Statements;

public sealed class StatementSumsTests
{
    private const int Scale = 20;

    [Theory]
    [InlineData(1, 20_000)]
    [InlineData(2, 20_000)]
    [InlineData(3, 7)]
    [InlineData(4, 1)]
    [InlineData(5, 100)]
    public void AnyStatement_GivesTheSumsOfTheFile_ByCurrency_ToTheLastDigit(int seed, int window)
    {
        var random = new Random(seed);
        var rows = random.Next(1_500, 3_000);
        var sums = new Dictionary<string, BigInteger>();
        var quantities = BigInteger.Zero;
        var file = new StringBuilder(string.Join(',', "Sales Period", "Posted Date", "Store Name", "Country Of Sale", "Optional ISRC", "Sales Type", "# Units Sold", "Total Earned", "Currency")).Append('\n');
        for (var i = 0; i < rows; i++)
        {
            var quantity = random.Next(4) == 0 ? 0 : random.Next(-20, 5_000);
            var digits = new BigInteger(random.NextInt64(-1_000_000_000_000, 1_000_000_000_000));
            var scale = random.Next(0, Scale);
            var currency = random.Next(3) switch { 0 => "USD", 1 => "EUR", _ => "CHF" };
            sums[currency] = sums.GetValueOrDefault(currency) + (digits * BigInteger.Pow(10, Scale - scale));
            quantities += quantity;
            // Few keys, so that nearly every line repeats one.
            file.Append(CultureInfo.InvariantCulture, $"2023-1{random.Next(2)},2023-12-07,Spotify,IT,TCAHX230000{random.Next(4)},Stream,{quantity},{Written(digits, scale)},{currency}\n");
        }

        var items = Golden.Items(new StatementImporter { LinesPerWindow = window }, Encoding.UTF8.GetBytes(file.ToString()), Golden.Request(ImportKind.RoyaltyStatement));
        var lines = StatementFiles.Lines(items).ToArray();

        Assert.DoesNotContain(items, item => item is ImportItem.Refuse or ImportItem.Stop);
        Assert.Equal(Enumerable.Range(2, rows).Select(line => (long)line), lines.Select(line => line.Line!.Value).Order());
        Assert.Equal(quantities, lines.Aggregate(BigInteger.Zero, (sum, line) => sum + line.Quantity));
        foreach (var (currency, sum) in sums)
        {
            Assert.Equal(sum, lines.Where(line => $"{line.Currency}" == currency).Aggregate(BigInteger.Zero, (total, line) => total + Digits($"{line.Revenue}")));
        }
    }

    private static string Written(BigInteger digits, int scale)
    {
        var text = BigInteger.Abs(digits).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (digits.Sign < 0 ? "-" : "") + (scale == 0 ? text : $"{text[..^scale]}.{text[^scale..]}");
    }

    private static BigInteger Digits(string amount)
    {
        var point = amount.IndexOf('.', StringComparison.Ordinal);
        var scale = point < 0 ? 0 : amount.Length - point - 1;
        return BigInteger.Parse(amount.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * BigInteger.Pow(10, Scale - scale);
    }
}
