using System.Text;
using CaseLedger.Domain;
using CaseLedger.Imports.Statements;
using CaseLedger.Imports.Text;
using CaseLedger.Imports.Trends;
using Xunit;

namespace CaseLedger.Imports.Tests.Text;

public sealed class IsrcSentencesTests
{
    [Theory]
    [InlineData("CHA01240000", "'CHA01240000' is no ISRC: it has 11 characters where an ISRC has 12.")]
    [InlineData("ISRC CH-A01-24-0000", "'ISRC CH-A01-24-0000' is no ISRC: it has 11 characters where an ISRC has 12.")]
    [InlineData("X", "'X' is no ISRC: it has 1 character where an ISRC has 12.")]
    [InlineData("CHA0124000X1", "'CHA0124000X1' is no ISRC: two letters are followed by three letters or digits, and those by seven digits.")]
    [InlineData("CHA-01-24-00001", "'CHA-01-24-00001' is no ISRC: hyphens stand after the second, fifth and seventh character or nowhere.")]
    [InlineData("T-034.524.680-1", "'T-034.524.680-1' is no ISRC: it is the code of a musical work (ISWC).")]
    public void Reason_IsASentence_InStatementsAndSnapshots(string cell, string expected)
    {
        Assert.Equal(expected, StatementRow.IsrcOf("ISRC", cell, out _)!.Reason);
        Assert.Equal(expected, Cells.Isrc("isrc", Encoding.UTF8.GetBytes(cell), out _)!.Reason);
    }

    [Fact]
    public void Reason_OfEveryFault_SaysMoreThanItsCode() =>
        Assert.All(Enum.GetValues<IsrcFault>(), fault =>
        {
            var reason = IsrcSentences.Reason("'x'", new(fault) { Characters = 11 });
            Assert.EndsWith(".", reason, StringComparison.Ordinal);
            Assert.DoesNotContain($": {Words.Of(fault)}.", reason, StringComparison.Ordinal);
        });
}
