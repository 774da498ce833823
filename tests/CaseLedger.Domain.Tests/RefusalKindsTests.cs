using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;

namespace CaseLedger.Domain.Tests;

public sealed class RefusalKindsTests
{
    [Fact]
    public void Codes_AreDistinctSlugs()
    {
        var codes = RefusalKinds.All.Select(kind => kind.Code).ToArray();
        Assert.Equal(codes.Length, codes.Distinct().Count());
        Assert.All(codes, code => Assert.True(Slug.TryParse(code, out _), code));
    }

    /// <summary>A code that no test sees refused is a promise to clients that nobody keeps.</summary>
    [Fact]
    public void EveryKind_IsRefusedInSomeTest()
    {
        var sources = string.Concat(Directory.EnumerateFiles(FolderOfTests(), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var kinds = typeof(RefusalKinds).GetProperties(BindingFlags.Public | BindingFlags.Static).Where(p => p.PropertyType == typeof(RefusalKind));
        Assert.Equal([], kinds.Select(kind => kind.Name).Where(name =>
            !sources.Contains($"ThenRefused(RefusalKinds.{name},", StringComparison.Ordinal)
            && !sources.Contains($"ThenRefused(RefusalKinds.{name})", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(null, null, "The case is open already.")]
    [InlineData("x", null, "The case is open already. Expected: x.")]
    [InlineData(null, "y", "The case is open already. Found: y.")]
    [InlineData("x", "y", "The case is open already. Expected: x; found: y.")]
    public void Detail_SaysWhatIsKnown(string? expected, string? actual, string detail) =>
        Assert.Equal(detail, new Refusal(RefusalKinds.CaseAlreadyOpen, null, expected, actual).Detail);

    private static string FolderOfTests([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
