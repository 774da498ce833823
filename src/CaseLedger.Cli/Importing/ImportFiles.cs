using CaseLedger.Cli.Screens;
using CaseLedger.Cli.Server;

namespace CaseLedger.Cli.Importing;

/// <summary>Brings the files of a command line in, one after the other.</summary>
/// <param name="client">The server.</param>
/// <param name="order">What is wanted.</param>
/// <param name="screen">Where it is said.</param>
/// <param name="isJson">Whether scripts get a line of JSON for each file.</param>
/// <param name="inputName">The name of what comes through standard input.</param>
/// <param name="surroundings">The rest of the world.</param>
internal sealed class ImportFiles(LedgerClient client, ImportOrder order, Screen screen, bool isJson, string inputName, Surroundings surroundings)
{
    /// <summary>Brings them in.</summary>
    /// <param name="arguments">Files, patterns, or standard input.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> Run(IReadOnlyList<string> arguments)
    {
        var codes = new List<int>();
        var files = new List<string>();
        foreach (var argument in arguments)
        {
            try
            {
                files.AddRange(FileNames.Of(argument));
            }
            catch (FileUnreadableException fault)
            {
                codes.Add(Report(argument, new(Exit.Unreadable, Results.Unreadable, fault.Message)));
            }
        }

        if (files.Count > 1 && order.Refused is { } refused && !Directory.Exists(refused))
        {
            screen.Complain($"--refused: there are {files.Count} files, so it has to be a folder that exists; each list is put there under its file's name.");
            return Exit.Misused;
        }

        foreach (var (file, i) in files.Select((file, i) => (file, i)))
        {
            codes.Add(Report(file, await One(file)));
            // The others would fare no better; waiting out the retries for each would help nobody.
            if (codes[^1] is Exit.Unreachable or Exit.Interrupted && i < files.Count - 1)
            {
                screen.Complain($"Not sent: {string.Join(", ", files.Skip(i + 1))}");
                break;
            }
        }

        if (files.Count > 1)
        {
            screen.Say($"{files.Count} files: {codes.Count(code => code == Exit.Done)} whole, {codes.Count(code => code == Exit.SomeRefused)} with refused rows, {codes.Count(code => code is not (Exit.Done or Exit.SomeRefused))} not.");
        }

        return Exit.Of(codes);
    }

    private async Task<FileOutcome> One(string path)
    {
        try
        {
            using var file = path == FileNames.StandardInput ? new PassingSource(surroundings.Input(), inputName) : FileSource.Of(path);
            var import = new FileImport(client, order, surroundings);
            return await Display.For(screen, surroundings).While(file.Name, async display =>
            {
                // Ctrl+C ends the waiting; what the server has it reads in.
                var outcome = await import.Run(file, display, surroundings.StopSoon, surroundings.StopSoon);
                return outcome is { Result: Results.Finished, Import: { } answer } && order.Refused is { } to
                    ? await Save(import, outcome, answer, to, file.Name, display)
                    : outcome;
            });
        }
        catch (FileUnreadableException fault)
        {
            return new(Exit.Unreadable, Results.Unreadable, fault.Message);
        }
    }

    private async Task<FileOutcome> Save(FileImport import, FileOutcome outcome, ImportAnswer answer, string to, string name, Display display)
    {
        using var list = new MemoryStream();
        if (answer.Refused == 0)
        {
            // A list of an earlier file must not be taken for this one's.
            list.Write("line,field,code,reason,what_to_do,row\r\n"u8);
        }

        try
        {
            if (to == FileNames.StandardInput)
            {
                using var temporary = new FileStream(
                    Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
                    new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });
                var failed = await Fill(temporary);
                temporary.Position = 0;
                using var reader = new StreamReader(temporary);
                var part = new char[4096];
                while (await reader.ReadAsync(part) is > 0 and var read)
                {
                    await surroundings.Output.WriteAsync(part, 0, read);
                }

                return failed ?? outcome;
            }

            var path = Directory.Exists(to) ? Path.Combine(to, $"{name}.csv") : to;
            await using var file = new FileStream(path, FileMode.Create);
            return await Fill(file) ?? outcome with { Message = $"{outcome.Message}\n  {Plain.Rows(answer.Refused)} refused, listed in {path}" };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return outcome with
            {
                ExitCode = Exit.Unreadable,
                Message = $"{outcome.Message}\n  The list of refused rows cannot be written: {fault.Message} The same command again with another --refused gets it.",
            };
        }

        async Task<FileOutcome?> Fill(Stream file)
        {
            if (answer.Refused > 0)
            {
                return await import.FetchRefused(answer, file, display, surroundings.StopSoon, surroundings.StopSoon);
            }

            list.WriteTo(file);
            return null;
        }
    }

    private int Report(string path, FileOutcome outcome)
    {
        if (isJson)
        {
            screen.Print(outcome.ForScripts(path));
        }

        if (outcome.ExitCode is Exit.Done)
        {
            screen.Say(outcome.Message);
        }
        else if (order.IsPreview && outcome.Result == Results.Previewed)
        {
            screen.Say(outcome.Message);
        }
        else
        {
            screen.Complain(outcome.Message);
            if (outcome is { ExitCode: Exit.SomeRefused } && order.Refused is null && !order.IsPreview)
            {
                screen.Note($"  The same command again with --refused <file> saves the refused rows, each with its reason; nothing is recorded twice.");
            }
        }

        return outcome.ExitCode;
    }
}
