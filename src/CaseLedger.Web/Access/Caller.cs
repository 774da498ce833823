using System.Reflection;
using CaseLedger.Domain;

namespace CaseLedger.Web.Access;

/// <summary>Who calls, as their token says.</summary>
/// <param name="Account">The pseudonymous account that events bear as their actor.</param>
/// <param name="Role">What they may do.</param>
/// <param name="ArtistAccount">The artist account whose cases they may see; null for everybody but artists.</param>
internal sealed record Caller(AccountId Account, Role Role, AccountId? ArtistAccount) : IBindableFromHttpContext<Caller>
{
    /// <summary>Whether this is an artist, who sees only their own cases.</summary>
    public bool IsArtist => Role == Role.Artist;

    /// <summary>The only recordings whose cases they may see, whatever their role; null: no such bound.</summary>
    public IReadOnlyList<Isrc>? OnlyRecordings { get; init; }

    /// <summary>Whether they may not see every case there is.</summary>
    public bool SeesSomeOnly => IsArtist || OnlyRecordings is not null;

    /// <summary>Whether they may see a recording's case, which belongs to an artist account (or to none).</summary>
    /// <remarks>An artist never sees a case that was not opened: nobody has said yet whose it is.</remarks>
    public bool MaySee(Isrc isrc, AccountId? artistAccount) =>
        (!IsArtist || (artistAccount is not null && artistAccount == ArtistAccount)) && OnlyRecordings?.Contains(isrc) is not false;

    /// <inheritdoc/>
    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<Caller?>(Of(context)
            ?? throw new InvalidOperationException($"{context.Request.Path} asks who calls, but lets anybody in."));

    /// <summary>Who calls; null where nobody signed in.</summary>
    public static Caller? Of(HttpContext context) => context.Features.Get<Caller>();
}
