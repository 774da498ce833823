using System.CommandLine;
using System.CommandLine.Parsing;
using CaseLedger.Cli.Screens;
using CaseLedger.Cli.Server;

namespace CaseLedger.Cli.Importing;

/// <summary><c>import</c>: sends files with numbers to the ledger, or watches a folder for them.</summary>
internal static class ImportVerb
{
    private const string Auto = "auto";
    private const string DefaultServer = "http://127.0.0.1:5080";
    private const double DefaultSettle = 5;
    private const int DefaultRetries = 8;
    private const int LongestToken = 1_000;

    private static readonly string[] OfOneRecording = ["s4a-song-timeline", "spreadsheet"];
    private static readonly string[] Kinds = [.. OfOneRecording, "trends-snapshot", "spotify-feed", "royalty-statement", Auto];

    private static readonly Argument<string> Kind = new("kind")
    {
        Description = $"What the files hold: {string.Join(", ", Kinds)} (recognised by content).",
    };

    private static readonly Argument<string[]> Files = new("file")
    {
        Description = "Files, patterns such as 'drop/*.csv', or - for standard input. Compressed ones (gzip) are sent as they are.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string?> ServerOption = new("--server")
    {
        Description = $"The server (or CASELEDGER_SERVER); {DefaultServer} by default.",
        HelpName = "address",
    };

    private static readonly Option<string?> Token = new("--token")
    {
        Description = $"The token. Others on this machine may see it in the list of processes: {Wording.TokenVariable} or --token-file is better.",
        HelpName = "token",
    };

    private static readonly Option<string?> TokenFile = new("--token-file")
    {
        Description = "A file whose first line is the token; read again for each request, so that it can be replaced while watching.",
        HelpName = "file",
    };

    private static readonly Option<string?> Isrc = new("--isrc")
    {
        Description = $"The recording, for {string.Join(" and ", OfOneRecording)}: such files name none.",
        HelpName = "isrc",
    };

    private static readonly Option<string?> Store = new("--store")
    {
        Description = $"The store, for {string.Join(" and ", OfOneRecording)}, where the file does not say; e.g. spotify.",
        HelpName = "store",
    };

    private static readonly Option<string?> Observed = new("--observed")
    {
        Description = "When the source showed the numbers, where the file does not say: 2024-04-20 or 2024-04-20T10:30:00Z.",
        HelpName = "moment",
    };

    private static readonly Option<string[]> Choose = new("--choose")
    {
        Description = "Decides a doubt that an earlier run asked about, e.g. --choose day-order=day-first; may be repeated.",
        HelpName = "name=value",
        Arity = ArgumentArity.OneOrMore,
        Validators =
        {
            line =>
            {
                var names = new HashSet<string>();
                foreach (var token in line.Tokens)
                {
                    var at = token.Value.IndexOf('=', StringComparison.Ordinal);
                    if (at < 1 || at == token.Value.Length - 1 || token.Value.Contains(';', StringComparison.Ordinal))
                    {
                        line.AddError($"--choose: '{token.Value}' is no name=value such as day-order=day-first; give --choose once for each.");
                    }
                    else if (!names.Add(token.Value[..at].Trim()))
                    {
                        line.AddError($"--choose: {token.Value[..at]} is decided twice.");
                    }
                }
            },
        },
    };

    private static readonly Option<bool> DryRun = new("--dry-run")
    {
        Description = "Record nothing: say what would be taken, which rows refused and why, and what has to be decided.",
    };

    private static readonly Option<string?> Refused = new("--refused")
    {
        Description = "Save the refused rows as CSV, each with line, field, reason and what to do: a file, - for standard output, or for several files a folder.",
        HelpName = "file",
    };

    private static readonly Option<string> InputName = new("--name")
    {
        Description = "How the file is called that comes through standard input.",
        HelpName = "name",
        DefaultValueFactory = _ => "stdin",
    };

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "One line of JSON for each file on standard output: file, result, exitCode, message, import, answer. Text for people goes to standard error.",
    };

    private static readonly Option<bool> Quiet = new("--quiet") { Description = "Say only what went wrong." };

    private static readonly Option<bool> NoWait = new("--no-wait")
    {
        Description = "End as soon as the server has the file; 0 then says that it is being read in.",
    };

    private static readonly Option<int> Retries = new("--retries")
    {
        Description = "How often a lost connection or a busy server is tried again, waiting 1 s, 2 s, 4 s … up to a minute.",
        HelpName = "times",
        DefaultValueFactory = _ => DefaultRetries,
        Validators = { line => NotNegative(line, "--retries", line.Tokens) },
    };

    private static readonly Option<string?> Watch = new("--watch")
    {
        Description = "Send whatever is dropped into this folder, oldest first, until stopped; files go to done, failed (with the reason) and refused (the rows) in it.",
        HelpName = "folder",
    };

    private static readonly Option<double> Settle = new("--settle")
    {
        Description = "With --watch: for how many seconds a file has to stay as it is before it is sent. Names that end in .part or .tmp, or begin with a dot, are left alone.",
        HelpName = "seconds",
        DefaultValueFactory = _ => DefaultSettle,
        Validators = { line => NotNegative(line, "--settle", line.Tokens) },
    };

    /// <summary>The verb.</summary>
    public static Command Build(Surroundings surroundings)
    {
        var import = new Command(
            "import",
            "Send files with numbers to the ledger. Every row ends in it exactly once, however often a file is sent: "
            + "after an interruption give the same command again.\n\n" + Exit.Help)
        {
            Kind, Files, ServerOption, Token, TokenFile, Isrc, Store, Observed, Choose, DryRun, Refused, InputName, Json, Quiet, NoWait, Retries, Watch, Settle,
        };
        import.Validators.Add(CheckTogether);
        import.SetAction((line, _) => Run(line, surroundings));
        return import;
    }

    private static async Task<int> Run(ParseResult line, Surroundings surroundings)
    {
        var said = line.GetValue(Token);
        var file = line.GetValue(TokenFile);
        var (secret, code, wrong) = ReadToken(said, file, surroundings);
        if (secret is null)
        {
            surroundings.Error.WriteLine(Plain.Of(wrong));
            return code;
        }

        var (isJson, refused) = (line.GetValue(Json), line.GetValue(Refused));
        var screen = new Screen(surroundings, secret, isJson || refused == FileNames.StandardInput, line.GetValue(Quiet));
        var address = line.GetValue(ServerOption) ?? surroundings.Variable("CASELEDGER_SERVER") ?? DefaultServer;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https") || server.UserInfo.Length > 0 || server.Query.Length > 0)
        {
            screen.Complain($"--server: '{address}' is no address such as {DefaultServer}.");
            return Exit.Misused;
        }

        if (server is { Scheme: "http", IsLoopback: false })
        {
            screen.Note($"The token goes to {server.Host} unencrypted. Use https where others can listen.");
        }

        using var client = new LedgerClient(surroundings.Handler(), server, () => file is null ? secret : ReadToken(null, file, surroundings).Token ?? secret);
        var order = new ImportOrder
        {
            Kind = line.GetRequiredValue(Kind) is var kind && kind == Auto ? null : kind,
            Isrc = line.GetValue(Isrc),
            Store = line.GetValue(Store),
            Observed = line.GetValue(Observed),
            Choices = line.GetValue(Choose) ?? [],
            IsPreview = line.GetValue(DryRun),
            WaitsNot = line.GetValue(NoWait),
            Refused = refused,
            Retries = line.GetValue(Retries),
        };
        return line.GetValue(Watch) is { } folder
            ? await new FolderWatch(client, order, screen, isJson, surroundings).Run(folder, TimeSpan.FromSeconds(line.GetValue(Settle)))
            : await new ImportFiles(client, order, screen, isJson, line.GetRequiredValue(InputName), surroundings).Run(line.GetValue(Files) ?? []);
    }

    private static void CheckTogether(CommandResult line)
    {
        var kind = line.GetValue(Kind);
        var files = line.GetValue(Files) ?? [];
        var isWatch = line.GetResult(Watch) is not null;
        if (line.GetResult(Kind) is { Tokens: [_, ..] } && !Kinds.Contains(kind))
        {
            line.AddError($"'{kind}' is no kind of file. Give one of {string.Join(", ", Kinds)} before the files.");
            return;
        }

        var rules = new (bool IsBroken, string Says)[]
        {
            // Else a mistyped --dry-run would be one more file, and the others be recorded.
            (files.FirstOrDefault(IsLikeAnOption) is not null, $"'{files.FirstOrDefault(IsLikeAnOption)}' is no option of import. (A file of that name is given as ./{files.FirstOrDefault(IsLikeAnOption)}.)"),
            (!isWatch && files.Length == 0, "Name at least one file, - for standard input, or a folder by --watch."),
            (isWatch && files.Length > 0, "--watch takes what lies in the folder: name no files beside it."),
            (isWatch && (line.GetValue(DryRun) || line.GetValue(NoWait) || line.GetResult(Refused) is not null),
                "--watch goes with none of --dry-run, --no-wait and --refused: it puts the refused rows into the folder's refused."),
            (!isWatch && line.GetResult(Settle) is { Implicit: false }, "--settle is about --watch only."),
            (files.Count(file => file == FileNames.StandardInput) > 1, "Standard input (-) can be read once only."),
            (line.GetResult(Token) is not null && line.GetResult(TokenFile) is not null, "Give --token or --token-file, not both."),
            (line.GetValue(DryRun) && (line.GetResult(Refused) is not null || line.GetValue(NoWait)), "--dry-run records nothing, so that there is nothing for --refused or --no-wait."),
            (line.GetValue(NoWait) && line.GetResult(Refused) is not null, "--refused needs the end of the import, so not --no-wait."),
            (line.GetValue(Json) && line.GetValue(Refused) == FileNames.StandardInput, "--json and --refused - both want standard output: give --refused a file."),
            (OfOneRecording.Contains(kind) && line.GetResult(Isrc) is null, $"A {kind} names no recording: give its ISRC by --isrc."),
            (kind is not (null or Auto) && !OfOneRecording.Contains(kind) && (line.GetResult(Isrc) is not null || line.GetResult(Store) is not null),
                $"A {kind} names its recordings and stores itself, all of which are taken: leave --isrc and --store out."),
        };
        foreach (var (_, says) in rules.Where(rule => rule.IsBroken))
        {
            line.AddError(says);
        }
    }

    private static bool IsLikeAnOption(string file) => file.StartsWith('-') && file != FileNames.StandardInput;

    private static void NotNegative(SymbolResult line, string name, IReadOnlyList<Token> tokens)
    {
        if (tokens is [{ Value: ['-', ..] }])
        {
            line.AddError($"{name}: 0 or more is expected.");
        }
    }

    // Says what is wrong without what was given.
    private static (string? Token, int Code, string Wrong) ReadToken(string? said, string? file, Surroundings surroundings)
    {
        var from = said is not null ? "--token" : file is not null ? "--token-file" : Wording.TokenVariable;
        string? token;
        try
        {
            token = (said ?? (file is not null ? File.ReadLines(file).FirstOrDefault() : surroundings.Variable(Wording.TokenVariable)))?.Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (null, Exit.Misused, $"--token-file: {file} cannot be read: {fault.Message}");
        }

        return token switch
        {
            null or "" when said is null && file is null => (null, Exit.Unreachable,
                $"Not signed in: put a token into {Wording.TokenVariable}, or into a file for --token-file. The server's operator makes one: token create --role ingest --account import:…"),
            null or "" => (null, Exit.Misused, $"{from}: there is no token in it."),
            { Length: > LongestToken } => (null, Exit.Misused, $"{from}: what is given is too long for a token."),
            _ when token.Any(c => c is <= ' ' or > '~') => (null, Exit.Misused, $"{from}: what is given is no token; it has spaces or other signs that none has."),
            _ => (token, Exit.Done, ""),
        };
    }
}
