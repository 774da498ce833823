namespace CaseLedger.Cli.Importing;

/// <summary>What the command line wants, in one piece.</summary>
internal sealed record ImportOrder
{
    /// <summary>What the files hold, as the server's word for it; null: to be recognised by content.</summary>
    public required string? Kind { get; init; }

    /// <summary>The recording, of a file that names none.</summary>
    public string? Isrc { get; init; }

    /// <summary>The store, of a file that names none.</summary>
    public string? Store { get; init; }

    /// <summary>When the source showed the numbers, of a file that does not say.</summary>
    public string? Observed { get; init; }

    /// <summary>Decisions about doubts, each <c>name=value</c>.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether nothing shall be recorded.</summary>
    public bool IsPreview { get; init; }

    /// <summary>Whether it shall end as soon as the server has the file.</summary>
    public bool WaitsNot { get; init; }

    /// <summary>Where refused rows go: a file, a folder, or <c>-</c>; null: nowhere.</summary>
    public string? Refused { get; init; }

    /// <summary>How often something that failed on the way is tried again.</summary>
    public int Retries { get; init; }

    /// <summary>What is said in the address about each file.</summary>
    /// <param name="isPreview">Whether nothing shall be recorded.</param>
    public IEnumerable<(string Name, string Value)> Query(bool isPreview)
    {
        (string Name, string? Value)[] all =
        [
            ("kind", Kind), ("isrc", Isrc), ("store", Store), ("observed", Observed),
            ("choices", Choices.Count == 0 ? null : string.Join(';', Choices)), ("preview", isPreview ? "true" : null),
        ];
        return from pair in all where pair.Value is not null select (pair.Name, pair.Value!);
    }
}
