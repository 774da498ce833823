using CaseLedger.Domain;
using CaseLedger.Web.Http;

namespace CaseLedger.Web.Tests.Http;

public sealed class IsrcWordingTests
{
    [Fact]
    public void EveryFault_IsSaidInASentence() =>
        Assert.All(Enum.GetValues<IsrcFault>(), fault => Assert.NotEqual(Words.Of(fault), IsrcWording.Of(fault, null)));

    [Fact]
    public void ASuggestion_IsNamed() =>
        Assert.EndsWith(
            "; did you mean QM-DA7-14-18090?",
            IsrcWording.Of(IsrcFault.WrongCharacter, Isrc.Parse("QMDA71418090")),
            StringComparison.Ordinal);
}
