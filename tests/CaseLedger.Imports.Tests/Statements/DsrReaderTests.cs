using Xunit;

namespace CaseLedger.Imports.Tests.Statements;

public sealed class DsrReaderTests
{
    private const string Foot = "FOOT\t8\t8\t1\t1\t1\n";

    private static readonly string[] Headers = ["skip 1 header", "skip 2 header", "skip 3 header", "skip 4 header", "skip 5 header"];

    private static readonly string[] Taken =
    [
        .. Headers, "skip 8 total",
        "CHA012400001 2024-01 6",
        "  6: spotify 2024-01 153 - CHF CH OnDemandStream",
        "CHA012400002 2024-01 7",
        "  7: spotify 2024-01 27 - CHF CH OnDemandStream",
    ];

    [Fact]
    public void AWholeFile_GivesTheUsageOfEachRecording() => Assert.Equal(Taken, StatementFiles.Read(StatementFiles.Dsr));

    [Fact]
    public void Other_KeepsTheRecordByTheStandardsNames()
    {
        var line = StatementFiles.Lines(StatementFiles.Items(Golden.Utf8(StatementFiles.Dsr))).First();

        Assert.Equal(
            ["RecordType=SU02.02", "BlockId=B1", "SummaryRecordId=S1", "SalesTransactionId=X1", "TransactedRelease=R1", "TransactedResource=A1", "IsRoyaltyBearing=true", "SenderName=Spotify"],
            line.Other!.Select(column => $"{column.Name}={column.Value}"));
    }

    [Fact]
    public void WithoutFoot_OrWithAnotherCount_NoRowIsTaken_AndWhatIsRefusedIsTold()
    {
        Assert.Equal([.. Headers, "stop dsr-truncated"], StatementFiles.Read(StatementFiles.Dsr.Replace(Foot, "", StringComparison.Ordinal)));
        Assert.Equal([.. Headers, "skip 8 total", "stop dsr-truncated"], StatementFiles.Read(StatementFiles.Dsr.Replace(Foot, "FOOT\t9\n", StringComparison.Ordinal)));
        Assert.Equal(
            [.. Headers, "refuse 7 resource-unknown 'TransactedResource'", "stop dsr-truncated"],
            StatementFiles.Read(StatementFiles.Dsr.Replace(Foot, "", StringComparison.Ordinal).Replace("A2\tfalse", "A9\tfalse", StringComparison.Ordinal)));
    }

    [Fact]
    public void Comments_MayBeCountedOrNot()
    {
        var file = StatementFiles.Dsr.Insert(StatementFiles.Dsr.IndexOf('\n', StringComparison.Ordinal) + 1, "#SY02.03\tSummaryRecordId\n");

        Assert.DoesNotContain(StatementFiles.Read(file), item => item.StartsWith("stop", StringComparison.Ordinal));
        Assert.DoesNotContain(StatementFiles.Read(file.Replace("FOOT\t8", "FOOT\t9", StringComparison.Ordinal)), item => item.StartsWith("stop", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SU02.02\tB1\tS1\tX1\tR1\tA1\ttrue\t15", "refuse 6 columns ''")]
    [InlineData("SU02.02\tB1\tS9\tX1\tR1\tA1\ttrue\t153\t\t\tOnDemandStream", "refuse 6 summary-unknown 'SummaryRecordId'")]
    [InlineData("SU02.02\tB1\tS1\tX1\tR1\tA9\ttrue\t153\t\t\tOnDemandStream", "refuse 6 resource-unknown 'TransactedResource'")]
    [InlineData("SU02.02\tB2\tS1\tX1\tR1\tA1\ttrue\t153\t\t\tOnDemandStream", "refuse 6 resource-unknown 'TransactedResource'")]
    [InlineData("SU02.02\tB1\tS1\tX1\tR1\t\ttrue\t153\t\t\tOnDemandStream", "refuse 6 isrc-missing 'TransactedResource'")]
    [InlineData("SU02.02\tB1\tS1\tX1\tR1\tA1\ttrue\t1x\t\t\tOnDemandStream", "refuse 6 quantity-unreadable 'NumberOfStreams'")]
    [InlineData("SU03.02\tB1\tX1\tS1\tD2\t153\t0.3\t\t\t\ttrue", "refuse 6 record-unsupported 'RecordType'")]
    public void ARecordThatCannotBeTaken_IsRefusedAlone(string record, string expected)
    {
        var lines = StatementFiles.Dsr.Split('\n');
        lines[5] = record;

        var items = StatementFiles.Read(string.Join('\n', lines));

        Assert.Equal(expected, Assert.Single(items, item => item.StartsWith("refuse 6", StringComparison.Ordinal)));
    }

    [Fact]
    public void UsageOfTwoMonths_IsAskedFor()
    {
        var file = StatementFiles.Dsr.Replace("2024-01-01\t2024-01-31", "2024-01-29\t2024-02-04", StringComparison.Ordinal);

        Assert.Equal("stop needs-decision sale-month?", StatementFiles.Read(file)[^1]);
        Assert.Contains("CHA012400001 2024-02 6", StatementFiles.Read(file, ("sale-month", "2024-02")));
    }

    [Fact]
    public void JoinedFiles_GiveNoRow() =>
        Assert.Equal([.. Headers, "skip 8 total", "stop dsr-joined"], StatementFiles.Read(StatementFiles.Dsr + StatementFiles.Dsr));

    [Fact]
    public void Revenue_WhichARecordDoesNotSay_IsAbsent_AndNoZero() =>
        Assert.All(StatementFiles.Lines(StatementFiles.Items(Golden.Utf8(StatementFiles.Dsr))), line => Assert.Equal((null, "CHF"), (line.Revenue, $"{line.Currency}")));
}
