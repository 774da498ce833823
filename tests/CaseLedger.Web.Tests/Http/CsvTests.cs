using CaseLedger.Web.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseLedger.Web.Tests.Http;

public sealed class CsvTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("\n=1+1", "\"'\n=1+1\"")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("＋1", "'＋1")]
    [InlineData("－1", "'－1")]
    [InlineData("＠sum", "'＠sum")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    public void Cell_IsOneCellAndNoFormula(string value, string written)
    {
        var table = Assert.IsType<ContentHttpResult>(Csv.Of(["head"], [[value]]));

        Assert.Equal($"head\r\n{written}\r\n", table.ResponseContent);
    }
}
