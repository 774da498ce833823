using CaseLedger.Domain;
using CaseLedger.Web.Languages;
using CaseLedger.Web.Pages;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Tests.Pages;

public sealed class OutcomeWordingTests
{
    public static TheoryData<string> Codes => [.. RefusalKinds.All.Select(kind => kind.Code)];

    public static TheoryData<string> Languages => [.. Language.All.Select(language => language.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void EveryRefusal_IsSaidInEveryLanguage_AndSaysWhatToDo(string code)
    {
        var refusal = new Refusal(RefusalKinds.All.Single(kind => kind.Code == code), "field", "something", "something else");

        var said = Language.All.Select(language => OutcomeWording.Of(new Outcome.Refused(refusal), new Wording(language))).ToList();

        Assert.Equal(said.Count, said.Distinct().Count());
        Assert.All(said, text =>
        {
            // The domain's sentence says what is wrong; a person is also told how to go on.
            Assert.DoesNotContain(refusal.Kind.Meaning.TrimEnd('.') + ". Expected", text, StringComparison.Ordinal);
            Assert.DoesNotContain("something", text, StringComparison.Ordinal);
            Assert.Matches(@"[.;] \p{L}.+\.$", text);
        });
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void ARefusalOfADay_NamesTheDay(string code)
    {
        var wording = new Wording(Language.Find(code)!);
        var refusal = new Refusal(RefusalKinds.ChallengeWithoutReading, "days[1]", Actual: "2024-04-03");

        Assert.Contains(wording.Day(new(2024, 4, 3)), OutcomeWording.Of(new Outcome.Refused(refusal), wording), StringComparison.Ordinal);
        Assert.DoesNotContain(wording.Day(new(2024, 4, 3)), OutcomeWording.Of(refusal, wording), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Warnings_AreCounted_AndNoneSaysNothing(string code)
    {
        var wording = new Wording(Language.Find(code)!);
        ValueList<Warning> two = [new(Warning.BeforeReleaseCode, "readings[0].day", "x", "y"), new(Warning.BeforeReleaseCode, "readings[1].day", "x", "y")];

        Assert.StartsWith("2 ", OutcomeWording.Of(two, wording), StringComparison.Ordinal);
        Assert.Null(OutcomeWording.Of([], wording));
    }
}
