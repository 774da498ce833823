using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CaseLedger.Domain.Tests;

public sealed class IsrcTests
{
    [Theory]
    [InlineData("zzZZz1234567", "ZZZZZ1234567")]
    [InlineData("ISRC AA-6Q7-20-00047", "AA6Q72000047")]
    [InlineData("NLA508700208", "NLA508700208")]
    [InlineData("QMDA71418090", "QMDA71418090")]
    [InlineData("  isrc: aa 6q7 20 00047 ", "AA6Q72000047")]
    [InlineData("AA-6Q7-2000047", "AA6Q72000047")]
    [InlineData("ISRCAA6Q72000047", "AA6Q72000047")]
    [InlineData("ISRC12345678", "ISRC12345678")]
    [InlineData("ISRC ISRC12345678", "ISRC12345678")]
    [InlineData("AA\u00a06Q7\u00a020\u00a000047", "AA6Q72000047")]
    public void Read_WellFormed_GivesTheStoredForm(string text, string stored) =>
        Assert.Equal(stored, Isrc.Parse(text).ToString());

    [Theory]
    [InlineData("ZZ-ZZZ-123-4567", IsrcFault.MisplacedHyphens)]
    [InlineData("ZZZ-ZZ1-23-4567", IsrcFault.MisplacedHyphens)]
    [InlineData("ZZ--ZZZ-12-34567", IsrcFault.MisplacedHyphens)]
    [InlineData("-ZZZZZ1234567", IsrcFault.MisplacedHyphens)]
    [InlineData("ZZZZZ1234567-", IsrcFault.MisplacedHyphens)]
    [InlineData("ZZ-ZZZ-12?34567", IsrcFault.WrongLength)]
    [InlineData("ZZ-ZZZ-12-3456?", IsrcFault.WrongCharacter)]
    [InlineData("ZZZZZ123456", IsrcFault.WrongLength)]
    [InlineData("ZZZZZ12345678", IsrcFault.WrongLength)]
    [InlineData("ÄAZZZ1234567", IsrcFault.WrongCharacter)]
    [InlineData("ZZZZZ123456\u0667", IsrcFault.WrongCharacter)]
    [InlineData("\u017fEABC1234567", IsrcFault.WrongCharacter)]
    [InlineData("", IsrcFault.Empty)]
    [InlineData(null, IsrcFault.Empty)]
    [InlineData("ISRC", IsrcFault.Empty)]
    [InlineData("ISRC --", IsrcFault.Empty)]
    public void Read_Malformed_NamesTheFault(string? text, IsrcFault fault) =>
        Assert.Equal(fault, Assert.IsType<IsrcReading.Malformed>(Isrc.Read(text)).Fault);

    [Theory]
    [InlineData("036000291452", IsrcFault.Upc)]
    [InlineData("0 36000 29145 2", IsrcFault.Upc)]
    [InlineData("4006381333931", IsrcFault.Ean)]
    [InlineData("036000291453", IsrcFault.WrongCharacter)]
    [InlineData("4006381333932", IsrcFault.WrongLength)]
    [InlineData("11dFghVXANMlKmJXsNCbNl", IsrcFault.SpotifyTrackId)]
    [InlineData("https://open.spotify.com/track/11dFghVXANMlKmJXsNCbNl?si=1", IsrcFault.SpotifyLink)]
    [InlineData("open.spotify.com/intl-de/track/11dFghVXANMlKmJXsNCbNl", IsrcFault.SpotifyLink)]
    [InlineData("spotify:track:11dFghVXANMlKmJXsNCbNl", IsrcFault.SpotifyLink)]
    [InlineData("T-034.524.680-1", IsrcFault.Iswc)]
    [InlineData("T0345246801", IsrcFault.Iswc)]
    public void Read_SomethingElse_NamesTheNeighbour(string text, IsrcFault fault) =>
        Assert.Equal(fault, Assert.IsType<IsrcReading.Malformed>(Isrc.Read(text)).Fault);

    [Theory]
    [InlineData("QMDA714I8O90", "QMDA71418090")]
    [InlineData("Q0DA71418090", "QODA71418090")]
    [InlineData("QMDA7141809l", "QMDA71418091")]
    public void Read_LetterForDigit_SuggestsAndDoesNotGuess(string text, string suggestion) =>
        Assert.Equal(new IsrcReading.Malformed(IsrcFault.WrongCharacter, Isrc.Parse(suggestion)), Isrc.Read(text));

    [Theory]
    [InlineData("QMDA71418090")]
    [InlineData("QM\u2011DA7\u201314\u221218090", IsrcNote.TypographicHyphens)]
    [InlineData("QMDO71418090", IsrcNote.EasilyMixedUp)]
    [InlineData("AADEM2400001", IsrcNote.UnknownPrefix)]
    [InlineData("AA\u20100I1\u201024\u201000001", IsrcNote.TypographicHyphens, IsrcNote.EasilyMixedUp, IsrcNote.UnknownPrefix)]
    [InlineData("ZZZZZ1234567")]
    public void Read_LooksOdd_IsNotedAndTaken(string text, params IsrcNote[] notes) =>
        Assert.Equal(notes, Assert.IsType<IsrcReading.WellFormed>(Isrc.Read(text)).Notes);

    [Fact]
    public void Display_SeparatesTheFourParts() =>
        Assert.Equal("AA-6Q7-20-00047", Isrc.Parse("AA6Q72000047").Display);

    [Fact]
    public void Order_IsThatOfTheStoredForm()
    {
        var (first, second) = (Isrc.Parse("AA6Q72000047"), Isrc.Parse("AA6Q72000048"));
        Assert.True(first < second && second > first && first <= second && second >= first && first.CompareTo(second) < 0);
    }

    [Fact]
    public void EveryForm_OfAnyCode_ReadsAsTheSameCode() => Check.QuickThrowOnFailure(Prop.ForAll(Codes(), code =>
        new[] { code, Isrc.Parse(code).Display, $"ISRC {Isrc.Parse(code).Display}", string.Join(' ', Isrc.Parse(code).Display.Split('-')) }
            .All(form => Isrc.Parse(form).ToString() == code)
        // Lower case may turn a code into nothing else either.
        && Isrc.Parse(code.ToLowerInvariant()).ToString() == code));

    [Fact]
    public void Read_AnyText_NeverThrowsAndGivesOnlyStoredForms() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<string>(),
        text => Isrc.Read(text) is not IsrcReading.WellFormed wellFormed
            || System.Text.RegularExpressions.Regex.IsMatch(wellFormed.Isrc.ToString(), "^[A-Z]{2}[A-Z0-9]{3}[0-9]{7}$")));

    private static Arbitrary<string> Codes()
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        const string Digits = "0123456789";
        return (from country in Gen.Elements(Letters.ToCharArray()).ArrayOf(2)
                from registrant in Gen.Elements((Letters + Digits).ToCharArray()).ArrayOf(3)
                from rest in Gen.Elements(Digits.ToCharArray()).ArrayOf(7)
                select string.Concat(country.Concat(registrant).Concat(rest))).ToArbitrary();
    }
}
