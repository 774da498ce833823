using CaseLedger.Domain;

namespace CaseLedger.Web.Access;

/// <summary>What a caller may do.</summary>
[Flags]
internal enum Role
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Support: logs claims and works cases.</summary>
    Agent = 1,

    /// <summary>Looks across all cases and declares incidents.</summary>
    Manager = 2,

    /// <summary>Follows their own cases.</summary>
    Artist = 4,

    /// <summary>A machine that hands in numbers.</summary>
    Ingest = 8,

    /// <summary>Whoever works for the distributor.</summary>
    Staff = Agent | Manager,

    /// <summary>Whoever reads pages.</summary>
    People = Staff | Artist,

    /// <summary>Everybody who is signed in.</summary>
    All = People | Ingest,
}

/// <summary>The words of the roles, in tokens and on the command line.</summary>
internal static class Roles
{
    /// <summary>The roles that a token can have.</summary>
    public static IReadOnlyDictionary<string, Role> ByWord { get; } = new Dictionary<string, Role>
    {
        ["agent"] = Role.Agent,
        ["manager"] = Role.Manager,
        ["artist"] = Role.Artist,
        ["ingest"] = Role.Ingest,
    };

    /// <summary>The word of one role.</summary>
    public static string Word(this Role role) => ByWord.Single(pair => pair.Value == role).Key;

    /// <summary>The words of several roles.</summary>
    public static string[] Words(this Role roles) => [.. ByWord.Where(pair => roles.HasFlag(pair.Value)).Select(pair => pair.Key)];

    /// <summary>The kind of account that acts in a role: the domain tells staff from artists by it.</summary>
    public static AccountKind AccountKind(this Role role) => role switch
    {
        Role.Agent => Domain.AccountKind.Agent,
        Role.Manager => Domain.AccountKind.Manager,
        Role.Artist => Domain.AccountKind.Artist,
        Role.Ingest => Domain.AccountKind.Import,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Not one role."),
    };
}
