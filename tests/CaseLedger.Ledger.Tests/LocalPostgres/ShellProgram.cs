namespace CaseLedger.Ledger.Tests.LocalPostgres;

/// <summary>A program for a crafted machine: a shell script that anybody may run.</summary>
internal static class ShellProgram
{
    public static void Write(string path, string script)
    {
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }
}
