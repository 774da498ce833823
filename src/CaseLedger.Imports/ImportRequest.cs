using CaseLedger.Domain;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports.Text;
using NodaTime;

namespace CaseLedger.Imports;

/// <summary>All that an importer knows beside the file's bytes. The same request and the same bytes give the same items, whenever it is read.</summary>
/// <param name="Start">The file, and how to read it.</param>
/// <param name="Actor">Who started the import; the commands are theirs.</param>
/// <param name="Now">The moment as of which it is read, mostly when it was started: later days cannot have been streamed.</param>
internal sealed record ImportRequest(ImportStarted Start, AccountId Actor, Instant Now)
{
    /// <summary>The most unpacked bytes of a text that an artist sends: a statement of a million lines.</summary>
    public const long MostUnpackedOfArtist = 256L * 1024 * 1024;

    /// <summary>The import.</summary>
    public Guid Id { get; } = ImportIds.Of(Start);

    /// <summary>The moment at which it was started the last time: what it recorded since is its own work, and no repeat.</summary>
    public Instant Begun { get; init; } = Now;

    /// <summary>Whether a run of this import before left rows in the ledger.</summary>
    public bool IsAgain { get; init; }

    /// <summary>Whoever wants to know how far it has come; it changes nothing about the items.</summary>
    public ISortingWatch? Watch { get; init; }

    /// <summary>Where temporary files are made, a directory; null: the system's own place for such. It changes nothing about the items.</summary>
    public string? Scratch { get; init; }

    /// <summary>What a text of rows may be at most: of an artist's less than of the support's and the pipelines', which read in whole catalogues.</summary>
    public TextLimits Limits { get; init; } = Start.ArtistAccount is null ? new() : new(MostUnpacked: MostUnpackedOfArtist);

    /// <summary>The id of the command that holds certain lines of the file: the same whenever and by whomever the file is read.</summary>
    /// <param name="isrc">The recording.</param>
    /// <param name="part">What tells it from the file's other commands on this recording, such as its first line.</param>
    public Guid IdOf(Isrc isrc, string part) => ImportIds.OfLines(Start.File, isrc, part);

    /// <summary>What a person decided about a doubt; null where nobody did.</summary>
    /// <param name="name">The doubt, as <see cref="ImportChoice.Name"/>.</param>
    public string? Choice(string name)
    {
        foreach (var choice in Start.Choices ?? [])
        {
            if (choice.Name == name)
            {
                return choice.Value;
            }
        }

        return null;
    }
}
