using CaseLedger.Domain;
using CaseLedger.Ledger;
using CaseLedger.Web.Http;

namespace CaseLedger.Web.Writing;

/// <summary>What became of one command.</summary>
internal abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>Recorded now, durably.</summary>
    public sealed record Recorded(Receipt Receipt, ValueList<Warning> Warnings) : Outcome;

    /// <summary>The same command was recorded before; this is its first receipt.</summary>
    public sealed record RecordedBefore(Receipt Receipt) : Outcome;

    /// <summary>A rule of the domain stands against it.</summary>
    public sealed record Refused(Refusal Refusal) : Outcome;

    /// <summary>The caller may not: to see the stream (then to them it does not exist), or to do this to what it holds.</summary>
    public sealed record Denied(Problem Problem) : Outcome;

    /// <summary>The stream is not at the version that the caller named.</summary>
    public sealed record VersionConflict(int Expected, int Actual) : Outcome;

    /// <summary>The id stands for something else already.</summary>
    public sealed record IdReused(Guid Id) : Outcome;

    /// <summary>The ledger's queue is full; nothing was recorded.</summary>
    public sealed record Overloaded(int Capacity) : Outcome;

    /// <summary>Others wrote to the stream all the time; nothing was recorded.</summary>
    public sealed record Contended : Outcome;

    /// <summary>The database failed; nothing was recorded.</summary>
    public sealed record NotRecorded : Outcome;

    /// <summary>Nobody can say now whether it was recorded.</summary>
    public sealed record Unknown(IReadOnlyList<Guid> Ids) : Outcome;
}
