using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace CaseLedger.Imports.Tests.Fuzz;

/// <summary>Thousands of damaged files through every importer: no exception, no hang, bounded memory, and nothing taken that the file does not say.</summary>
public sealed class FuzzTests
{
    private const string FilesVariable = "CASELEDGER_FUZZ_FILES";
    private const string SeedVariable = "CASELEDGER_FUZZ_SEED";
    private const int FilesOfARun = 1_500;
    private const long MostAllocated = 256L << 20;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private static IReadOnlyList<IImporter> Importers { get; } =
    [
        .. typeof(IImporter).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IImporter)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (IImporter)Activator.CreateInstance(type, nonPublic: true)!),
    ];

    [Fact]
    public void EveryImporter_HasFilesToBeDamaged() =>
        Assert.Empty(Importers.Select(importer => importer.Kind).Except(FuzzSamples.All.Select(sample => sample.Kind)));

    [Fact]
    public void EveryGoodFile_IsTakenWhole()
    {
        foreach (var importer in Importers)
        {
            foreach (var sample in FuzzSamples.All.Where(sample => sample.Kind == importer.Kind))
            {
                var items = Read(importer, sample.Bytes, CancellationToken.None);
                Check(importer, sample.Bytes, items);
                Assert.Contains(items, item => item is ImportItem.Take);
                Assert.DoesNotContain(items, item => item is ImportItem.Refuse or ImportItem.Stop);
            }
        }
    }

    [Fact]
    public void DamagedFiles_ThroughEveryImporter_AreReadRightOrRefused()
    {
        var first = Number(SeedVariable, 1);
        var files = Number(FilesVariable, FilesOfARun);
        var progress = new Progress();
        var worker = new Thread(() => Run(first, files, progress)) { IsBackground = true };
        worker.Start();
        while (!worker.Join(TimeSpan.FromMilliseconds(200)))
        {
            // A reader that hangs also hangs when it is asked to end: it is left behind.
            Assert.True(progress.SinceFile.Elapsed < 2 * Longest, $"Hangs: {progress.File}");
        }

        Assert.True(progress.Failure is null, progress.Failure);
        Assert.Equal(files, progress.Files);
        Assert.NotEqual(0, progress.WithTakes);
    }

    private static void Run(int first, int files, Progress progress)
    {
        for (var seed = first; seed < first + files; seed++)
        {
            var random = new Random(seed);
            var importer = Importers[seed % Importers.Count];
            var own = FuzzSamples.All.Where(sample => sample.Kind == importer.Kind).ToArray();
            var sample = own.Length > 0 && random.Next(10) > 0 ? own[random.Next(own.Length)] : FuzzSamples.All[random.Next(FuzzSamples.All.Count)];
            var other = FuzzSamples.All[random.Next(FuzzSamples.All.Count)];
            progress.File = $"seed {seed}, {sample.Name} and {other.Name}, {importer.GetType().Name}";
            progress.SinceFile.Restart();
            byte[] bytes = [];
            try
            {
                bytes = new FuzzMutator(seed).Mutate(sample.Bytes, other.Bytes);
                using var timeout = new CancellationTokenSource(Longest);
                var before = GC.GetAllocatedBytesForCurrentThread();
                var items = Read(importer, bytes, timeout.Token);
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
                Check(importer, bytes, items);
                progress.WithTakes += items.Any(item => item is ImportItem.Take) ? 1 : 0;
                progress.Files++;
            }
#pragma warning disable CA1031 // Whatever it is, it is what the test looks for.
            catch (Exception e)
#pragma warning restore CA1031
            {
                var kept = Path.Combine(Path.GetTempPath(), $"caseledger-fuzz-{seed}.bin");
                File.WriteAllBytes(kept, bytes);
                progress.Failure = $"{progress.File}, kept as {kept}: {e}";
                return;
            }
        }
    }

    private static List<ImportItem> Read(IImporter importer, byte[] bytes, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream(bytes, writable: false);
        var items = importer.Read(file, FuzzSamples.Request(importer.Kind, bytes.Length), cancellationToken).ToList();
        Assert.True(file.CanRead, "The file was closed.");
        return items;
    }

    private static void Check(IImporter importer, byte[] bytes, List<ImportItem> items)
    {
        Assert.DoesNotContain(items.SkipLast(1), item => item is ImportItem.Stop);
        Assert.False(items is [.., ImportItem.Stop] && items.Any(item => item is ImportItem.Take), "Something is taken from a file that cannot be read to its end.");
        foreach (var item in items)
        {
            switch (item)
            {
                case ImportItem.Take take:
                    Assert.NotEmpty(take.Lines);
                    Assert.True(take.Lines[0] > 0 && take.Lines.Zip(take.Lines.Skip(1)).All(pair => pair.First < pair.Second), "The lines do not ascend.");
                    break;
                case ImportItem.Refuse { Row: var row }:
                    Assert.True(row.Line > 0 && row.Row.Length <= RefusedRow.LongestRow && row.Code.Length > 0 && row.Reason.Length > 0 && row.Advice.Length > 0, $"{row}");
                    break;
                case ImportItem.Stop { Fault: var fault }:
                    Assert.True(fault.Code.Length > 0 && fault.Reason.Length > 0 && fault.Advice.Length > 0, $"{fault}");
                    break;
            }
        }

        var ids = items.OfType<ImportItem.Take>().Select(take => take.Command.Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        FuzzSamples.Oracles.GetValueOrDefault(importer.Kind)?.Invoke(bytes, items);
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private sealed class Progress
    {
        public Stopwatch SinceFile { get; } = Stopwatch.StartNew();

        public string File { get; set; } = "";

        public string? Failure { get; set; }

        public int Files { get; set; }

        public int WithTakes { get; set; }
    }
}
