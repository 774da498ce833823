namespace CaseLedger.Ledger.Tests.LocalPostgres;

/// <summary>A directory for one test, which other accounts may pass through and which is deleted afterwards.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public TemporaryDirectory()
    {
        FullPath = Path.Combine(Path.GetTempPath(), "caseledger-" + Guid.NewGuid().ToString("n")[..8]);
        Directory.CreateDirectory(FullPath);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(FullPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    public string FullPath { get; }

    public string this[params string[] parts] => Path.Combine([FullPath, .. parts]);

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
