using System.Text;
using CaseLedger.Web.Evidence;

namespace CaseLedger.Web.Tests.Evidence;

/// <summary>A program that reads what strangers sent fills neither the memory nor the log, whatever it writes.</summary>
public sealed class LimitedProcessTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("caseledger-limited-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(100, 100, true)]
    [InlineData(101, 100, false)]
    [InlineData(2_000_000, LimitedProcess.UsualOutput, false)]
    public async Task Run_OfAProgramThatWrites_TakesAsMuchAsItMay(int bytes, long most, bool isGood)
    {
        using var output = new MemoryStream();

        var (wasGood, said) = await Run($"head -c {bytes} /dev/zero", output, most);

        Assert.Equal(isGood, wasGood);
        Assert.InRange(output.Length, 0, most);
        Assert.Equal(!isGood, said.Contains("more than it may", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_OfAProgramThatSaysMuch_KeepsTheBeginning_AndLetsItEnd()
    {
        var (isGood, said) = await Run("echo first >&2; head -c 3000000 /dev/zero | tr '\\0' x >&2; echo out; exit 3", new MemoryStream());

        Assert.False(isGood);
        Assert.StartsWith("it ended with 3: first\nxxx", said, StringComparison.Ordinal);
        Assert.InRange(said.Length, LimitedProcess.MostSaid, LimitedProcess.MostSaid + 100);
    }

    [Fact]
    public async Task Run_OfAProgramThatWritesAFile_IsStoppedThereToo()
    {
        var (isGood, _) = await Run("head -c 5000 /dev/zero > file", new MemoryStream(), most: 1_000);

        Assert.False(isGood);
        Assert.Equal(1_000, new FileInfo(Path.Combine(_directory.FullName, "file")).Length);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private async Task<(bool IsGood, string Said)> Run(string script, Stream output, long most = LimitedProcess.UsualOutput)
    {
        var shell = LimitedProcess.Of("/bin/sh", most);
        Assert.SkipWhen(shell is null, "No program here sets limits.");
        return await LimitedProcess.Run(
            shell!, ["-c", script], _directory.FullName, [], new MemoryStream(Encoding.ASCII.GetBytes("in")), output, TimeSpan.FromSeconds(30), Cancellation);
    }
}
