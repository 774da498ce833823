using System.Diagnostics;
using System.Globalization;
using System.Text;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports.Trends;
using Xunit;

namespace CaseLedger.Imports.Tests.Trends;

/// <summary>The size of a day's snapshots, run by hand (<c>--explicit only</c>): what it takes depends on the machine.</summary>
public sealed class TrendsVolumeTests(ITestOutputHelper output)
{
    private const int Recordings = 500_000;
    private const int Days = 7;
    private const int YearSize = 100_000;

    [Fact(Explicit = true)]
    public void Read_SevenMillionRows_TellsWhatItTook()
    {
        var path = Path.GetTempFileName();
        try
        {
            Write(path);
            using var file = File.OpenRead(path);
            using var process = Process.GetCurrentProcess();
            var before = process.TotalProcessorTime;
            var rows = 0L;
            var commands = 0;
            foreach (var item in new TrendsImporter().Read(file, Given.Request(ImportKind.TrendsSnapshot), TestContext.Current.CancellationToken))
            {
                rows += item is ImportItem.Take take ? take.Lines.Count : 0;
                commands += item is ImportItem.Take ? 1 : 0;
            }

            process.Refresh();
            output.WriteLine($"{rows} rows, {file.Length} bytes: {(process.TotalProcessorTime - before).TotalSeconds:F1} s CPU, at most {process.PeakWorkingSet64 >> 20} MB");
            Assert.Equal(2 * Recordings * Days, rows);
            Assert.Equal(2 * Recordings, commands);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Write(string path)
    {
        using var text = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16);
        text.Write("snapshot_at,isrc,store,day,streams_monetised\n");
        for (var i = 0; i < Recordings; i++)
        {
            foreach (var store in (ReadOnlySpan<string>)["spotify", "apple-music"])
            {
                for (var day = 1; day <= Days; day++)
                {
                    text.Write(string.Create(CultureInfo.InvariantCulture, $"2024-04-08T06:00:00Z,AADEM{20 + (i / YearSize)}{i % YearSize:00000},{store},2024-04-{day:00},{(i * day) % 5_000}\n"));
                }
            }
        }
    }
}
