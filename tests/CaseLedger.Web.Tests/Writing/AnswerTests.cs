using CaseLedger.Domain;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Tests.Writing;

/// <summary>Outcomes that a test cannot bring about over HTTP at will.</summary>
public sealed class AnswerTests
{
    private static readonly Isrc Recording = Isrc.Parse("AADEM2400001");

    [Fact]
    public void Overloaded_IsToBeSentAgainSoon() => IsUnavailable(new Outcome.Overloaded(10_000), "overloaded");

    [Fact]
    public void Contended_IsToBeSentAgainSoon() => IsUnavailable(new Outcome.Contended(), "contended");

    [Fact]
    public void NotRecorded_IsToBeSentAgain() => IsUnavailable(new Outcome.NotRecorded(), "not-recorded");

    [Fact]
    public void Unknown_NamesTheIdsAndSaysWhatToDo()
    {
        var id = Guid.NewGuid();

        var problem = IsUnavailable(new Outcome.Unknown([id]), "outcome-unknown");

        Assert.Equal([id], (IEnumerable<Guid>)problem.More["ids"]!);
        Assert.Contains("same id", problem.Detail, StringComparison.Ordinal);
    }

    private static Problem IsUnavailable(Outcome outcome, string code)
    {
        var problem = Assert.IsType<Problem>(outcome.About(Recording));
        Assert.Equal((503, code), (problem.Status, problem.Code));
        Assert.NotNull(problem.RetryAfter);
        return problem;
    }
}
