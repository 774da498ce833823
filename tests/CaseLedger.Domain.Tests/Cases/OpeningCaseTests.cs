using CaseLedger.Domain.Cases;
using Xunit;
using static CaseLedger.Domain.Tests.Specification;

namespace CaseLedger.Domain.Tests.Cases;

public sealed class OpeningCaseTests
{
    private static readonly OpenCase Command = new(NewId, Agent, Song, "A song", "Artist A", Channel.Forum, Artist);

    [Fact]
    public void Decide_EmptyCase_Opens() =>
        Given().When(Open(Command)).Then(Opened);

    [Fact]
    public void Decide_WatchedCase_OpensTheSameStream() =>
        Given(new TrendsSnapshotTaken(Store.Spotify, On("2024-04-05"), [Trends("2024-04-03", 0)])).When(Open(Command)).Then(Opened);

    [Fact]
    public void Decide_OpenCase_IsRefused() =>
        Given(Opened).When(Open(Command)).ThenRefused(RefusalKinds.CaseAlreadyOpen);

    [Fact]
    public void Decide_ResolvedCase_IsRefusedBecauseItIsReopened() =>
        Given(Opened, new CaseResolved(Slug.Parse("explained"))).When(Open(Command)).ThenRefused(RefusalKinds.CaseResolved);

    [Fact]
    public void Decide_SameIdAndContent_IsAlreadyRecordedBeforeAnyRuleIsJudged() =>
        Given(Opened).When(Open(Command with { Id = IdOf(1) })).ThenNothing(alreadyRecorded: IdOf(1));

    [Fact]
    public void Decide_SameIdOtherContent_IsAReuse() =>
        Given(Opened).When(Open(Command with { Id = IdOf(1), Title = "Another" })).ThenIdReused(IdOf(1));

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n")]
    public void Decide_BlankTitle_IsRefused(string title) =>
        Given().When(Open(Command with { Title = title })).ThenRefused(RefusalKinds.TextEmpty, "title");

    [Fact]
    public void Decide_BlankArtist_IsRefused() =>
        Given().When(Open(Command with { Artist = "" })).ThenRefused(RefusalKinds.TextEmpty, "artist");

    [Fact]
    public void Decide_NoteOf2000Characters_Opens() =>
        Given().When(Open(Command with { Note = new('x', 2000) })).Then(Opened with { Note = new('x', 2000) });

    [Fact]
    public void Decide_NoteOf2001Characters_IsRefused() =>
        Given().When(Open(Command with { Note = new('x', 2001) })).ThenRefused(RefusalKinds.TextTooLong, "note");

    [Theory]
    [InlineData("a\0b")]
    [InlineData("\u001b[31m")]
    public void Decide_TextThatNoTableCanHold_IsRefused(string note) =>
        Given().When(Open(Command with { Note = note })).ThenRefused(RefusalKinds.TextUnprintable, "note");

    /// <summary>Built here, because an attribute's strings are stored as UTF-8, which has no half characters.</summary>
    [Fact]
    public void Decide_TextWithHalfACharacter_IsRefused()
    {
        const char High = '\ud83d', Low = '\ude00';
        foreach (var note in new[] { $"{High}", $"{Low}", $"{Low}{High}", $"{High}x", $"x{High}{High}{Low}" })
        {
            Given().When(Open(Command with { Note = note })).ThenRefused(RefusalKinds.TextUnprintable, "note");
        }
    }

    [Fact]
    public void Decide_TextWithLinesAndEmoji_Opens() =>
        Given().When(Open(Command with { Note = "è\r\n\t😀" })).Then(Opened with { Note = "è\r\n\t😀" });

    [Fact]
    public void Decide_BegunLaterThanNow_IsRefused() =>
        Given().When(Open(Command with { OpenedAt = At(2024, 5, 1, 12, 1) })).ThenRefused(RefusalKinds.ObservedInFuture, "openedAt");

    [Fact]
    public void Decide_StateOfAnotherRecording_IsAFault() =>
        Assert.Throws<ArgumentException>(() => Given().When(Open(Command with { Isrc = Isrc.Parse("AADEM2400002") })));

    private static Func<CaseState, Decision> Open(OpenCase command) => state => OpeningCase.Decide(state, command, Now);
}
