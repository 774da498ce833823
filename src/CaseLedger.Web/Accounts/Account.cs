using Microsoft.AspNetCore.Identity;

namespace CaseLedger.Web.Accounts;

/// <summary>Somebody who signs in to the pages.</summary>
internal sealed class Account : IdentityUser<Guid>
{
    /// <summary>The pseudonymous account that events bear as their actor.</summary>
    public string ActsAs { get; set; } = "";

    /// <summary>The word of their role.</summary>
    public string Role { get; set; } = "";

    /// <summary>For artists: the artist account whose cases they may see.</summary>
    public string? ArtistAccount { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Since when it may not sign in; null while it may.</summary>
    public DateTimeOffset? DisabledAt { get; set; }
}
