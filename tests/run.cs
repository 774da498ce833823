#:property PublishAot=false

// Runs all tests:  dotnet run tests/run.cs
//
//   --postgres <which>   only on this server: a major version (15), a directory of binaries, or npm
//   --only <project>     only this project, e.g. Ledger.Tests; may be repeated
//   --pictures           only the browser tests, which then put the README's pictures where it shows them
//
// By default everything runs on the PostgreSQL that the product finds on the machine (or fetches through npm), and what
// touches a database runs once more on npm's PostgreSQL 18 where that is another one: both ends of what is supported.
// Needs nothing set up beforehand but the .NET SDK, and npm where there is no PostgreSQL.
using System.Diagnostics;
using System.Text.RegularExpressions;

var root = Path.GetDirectoryName(Path.GetDirectoryName(SourcePath()))!;
var postgres = Option("--postgres").FirstOrDefault();
var pictures = args.Contains("--pictures");
var only = pictures ? ["Browser.Tests"] : Option("--only").ToList();
string[] pure = ["CaseLedger.Domain.Tests", "CaseLedger.Imports.Tests"];
string[] onPostgres = ["CaseLedger.Ledger.Tests", "CaseLedger.Web.Tests"];
string[] inBrowser = ["CaseLedger.Browser.Tests"];

if (await Run("dotnet", ["build", Path.Combine(root, "CaseLedger.sln"), "-c", "Release", "--nologo", "-v", "quiet"]) is not { Code: 0 })
{
    Console.WriteLine("The solution does not build.");
    Console.WriteLine("0 passed, 1 failed, 0 skipped");
    return 1;
}

const int NewestMajor = 18; // npm's
var (passed, failed, skipped) = (0, 0, 0);
var clock = Stopwatch.StartNew();
var runs = new List<(string Project, string? Postgres)>();
runs.AddRange(pure.Select(p => (p, (string?)null)));
runs.AddRange(onPostgres.Select(p => (p, postgres)));
runs.AddRange(inBrowser.Select(p => (p, postgres)));
if (postgres is null && await FoundMajor() is > 0 and < NewestMajor)
{
    runs.AddRange(onPostgres.Select(p => (p, (string?)"npm")));
}

await InstallChromium();
await InstallImageMagick();
foreach (var (project, server) in runs.Where(r => only.Count == 0 || only.Exists(o => r.Project.EndsWith(o, StringComparison.OrdinalIgnoreCase))))
{
    Console.WriteLine($"\n== {project}{(server is null ? "" : $" on PostgreSQL '{server}'")}");
    var started = clock.Elapsed;
    var (code, output) = await Run(
        "dotnet",
        ["exec", ProgramOf(project), "--no-progress", "--no-ansi"],
        [
            .. server is null ? Array.Empty<(string, string)>() : [("CASELEDGER_TEST_POSTGRES", server)],
            .. pictures ? [("CASELEDGER_PICTURES", Path.Combine(root, "src", "CaseLedger.Web", "pictures"))] : Array.Empty<(string, string)>(),
        ]);
    var (p, f, s) = (Count(output, "succeeded"), Count(output, "failed"), Count(output, "skipped"));

    // A run that broke off says less than it should: whatever it counted, it has failed.
    if (code != 0 && f == 0)
    {
        f = 1;
    }

    (passed, failed, skipped) = (passed + p, failed + f, skipped + s);
    Console.WriteLine($"== {project}: {p} passed, {f} failed, {s} skipped in {(clock.Elapsed - started).TotalSeconds:F0} s");
}

Console.WriteLine($"\nAll in {clock.Elapsed.TotalMinutes:F1} minutes.");
Console.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
return failed == 0 && passed > 0 ? 0 : 1;

IEnumerable<string> Option(string name) =>
    args.Select((value, i) => (value, i)).Where(a => a.value == name && a.i + 1 < args.Length).Select(a => args[a.i + 1]);

// The summary that Microsoft.Testing.Platform closes with: "  failed: 0".
static int Count(string output, string what) =>
    Regex.Matches(output, $@"^\s+{what}: (\d+)\s*$", RegexOptions.Multiline) is [.., var last] ? int.Parse(last.Groups[1].Value) : 0;

string ProgramOf(string project) => Path.Combine(root, "tests", project, "bin", "Release", "net10.0", project + ".dll");

// For the browser tests. Where it cannot be installed they say so and are skipped, or fail where CI is set.
Task InstallChromium() => Environment.GetEnvironmentVariable("CASELEDGER_CHROMIUM") is { Length: > 0 }
    ? Task.CompletedTask
    : Install("chromium", "/usr/bin/chromium", "the browser tests");

// For the tests of renditions, in the same manner.
Task InstallImageMagick() => File.Exists("/usr/bin/magick") ? Task.CompletedTask : Install("imagemagick", "/usr/bin/convert", "the tests of renditions");

async Task Install(string package, string program, string tests)
{
    if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || File.Exists(program) || !File.Exists("/usr/bin/apt-get"))
    {
        return;
    }

    Console.WriteLine($"Installing {package} for {tests}.");
    foreach (var arguments in new string[][] { ["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", package] })
    {
        var (code, _) = await Run("sh", ["-c", $"DEBIAN_FRONTEND=noninteractive apt-get {string.Join(' ', arguments)} >/dev/null 2>&1"]);
        if (code != 0)
        {
            Console.WriteLine($"apt-get {arguments[0]} failed; {package} is needed for {tests}.");
            return;
        }
    }
}

async Task<int> FoundMajor()
{
    var (code, output) = await Run("dotnet", ["exec", ProgramOf("CaseLedger.Ledger.Tests"), "which-postgres"]);
    return code == 0 && int.TryParse(output, out var major) ? major : 0;
}

static async Task<(int Code, string Output)> Run(string program, string[] arguments, params (string Name, string Value)[] environment)
{
    var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
    foreach (var (name, value) in environment)
    {
        start.Environment[name] = value;
    }

    using var process = Process.Start(start)!;
    var output = new System.Text.StringBuilder();
    while (await process.StandardOutput.ReadLineAsync() is { } line)
    {
        Console.WriteLine(line);
        output.AppendLine(line);
    }

    await process.WaitForExitAsync();
    return (process.ExitCode, output.ToString());
}

static string SourcePath([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
