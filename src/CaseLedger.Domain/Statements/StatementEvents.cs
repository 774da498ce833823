using CaseLedger.Domain.Cases;

namespace CaseLedger.Domain.Statements;

/// <summary>Somebody said something, verbatim.</summary>
/// <param name="Party">Whose words.</param>
/// <param name="Said">When they were said.</param>
/// <param name="Quote">The words.</param>
/// <param name="Kind">What the words rest on.</param>
/// <param name="Visibility">Who may read them.</param>
/// <param name="Speaker">A display name of the person.</param>
/// <param name="Proposition">The claim that the words affirm or deny; with <paramref name="Stance"/> or not at all.</param>
/// <param name="Stance">Whether they affirm or deny it.</param>
/// <param name="Supersedes">An earlier statement of which this is the newer wording: an edited post. Both stay.</param>
public sealed record StatementMade(
    Party Party,
    Observed Said,
    string Quote,
    StatementKind Kind,
    Visibility Visibility,
    string? Speaker = null,
    Slug? Proposition = null,
    Stance? Stance = null,
    Guid? Supersedes = null) : CaseEvent;

/// <summary>A statement no longer stands. It stays visible as withdrawn.</summary>
/// <param name="StatementId">The event that made it.</param>
/// <param name="Reason">Why.</param>
public sealed record StatementWithdrawn(Guid StatementId, string Reason) : CaseEvent;

/// <summary>What a statement rests on.</summary>
public enum StatementKind
{
    /// <summary>The speaker measured it.</summary>
    [Word("measured")]
    Measured = 1,

    /// <summary>The speaker states it as a fact.</summary>
    [Word("stated")]
    Stated,

    /// <summary>The speaker heard it from somebody else.</summary>
    [Word("hearsay")]
    Hearsay,

    /// <summary>The speaker thinks so.</summary>
    [Word("opinion")]
    Opinion,
}

/// <summary>Which side of a proposition a statement takes.</summary>
public enum Stance
{
    /// <summary>It is so.</summary>
    [Word("affirm")]
    Affirm = 1,

    /// <summary>It is not so.</summary>
    [Word("deny")]
    Deny,
}

/// <summary>Who may read a statement.</summary>
public enum Visibility
{
    /// <summary>The distributor only.</summary>
    [Word("private")]
    Private = 1,

    /// <summary>Whoever may see the case.</summary>
    [Word("case")]
    Case,

    /// <summary>Anybody.</summary>
    [Word("public")]
    Public,
}
