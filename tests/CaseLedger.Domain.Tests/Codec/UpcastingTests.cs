using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Codec;
using Xunit;
using static CaseLedger.Domain.Tests.Specification;

namespace CaseLedger.Domain.Tests.Codec;

/// <summary>
/// The day on which a second and a third version of an event come, rehearsed: "reason" of case-reopened became "why" and then
/// gained "by". Through the constructor that the product's own codec is made by.
/// </summary>
public sealed partial class UpcastingTests
{
    private static readonly Upcaster FirstToSecond = new("case-reopened.v1", "case-reopened.v2", json => new JsonObject { ["why"] = json["reason"]!.DeepClone() });

    private static readonly Upcaster SecondToThird = new("case-reopened.v2", "case-reopened.v3", json =>
    {
        json["by"] = "distributor";
        return json;
    });

    private static readonly EventType[] TypesOfThatDay =
    [
        .. EventTypes.All.Where(type => type.Name != "case-reopened.v1"),
        EventType.Of("case-reopened.v3", TestJson.Default.CaseTakenUpAgain),
    ];

    private static readonly EventCodec Codec = new(TypesOfThatDay, [SecondToThird, FirstToSecond]);

    [Fact]
    public void Decode_BytesThatTheFirstVersionWrote_GivesTheNewest()
    {
        var old = EventCodec.Current.Encode(new CaseReopened("It goes on"));
        Assert.Equal("case-reopened.v1", old.Type);
        Assert.Equal(new CaseTakenUpAgain("It goes on", "distributor"), Codec.Decode(old.Type, old.Payload));
    }

    [Fact]
    public void Decode_SecondVersion_TakesTheLastStepOnly() =>
        Assert.Equal(new CaseTakenUpAgain("It goes on", "distributor"), Codec.Decode("case-reopened.v2", """{"why":"It goes on"}"""u8));

    [Fact]
    public void Encode_WritesTheNewest() =>
        Assert.Equal("case-reopened.v3", Codec.Encode(new CaseTakenUpAgain("It goes on", "artist")).Type);

    [Fact]
    public void Decode_OtherTypes_AreUntouched()
    {
        var other = EventCodec.Current.Encode(Opened);
        Assert.Equal(Opened, Codec.Decode(other.Type, other.Payload));
    }

    [Fact]
    public void Codec_StepThatLeadsNowhere_IsAFault() =>
        Assert.Throws<ArgumentException>(() => new EventCodec(TypesOfThatDay, [FirstToSecond]));

    [Fact]
    public void Codec_StepsInACircle_AreAFault() =>
        Assert.Throws<ArgumentException>(() => new EventCodec(TypesOfThatDay, [FirstToSecond, new("case-reopened.v2", "case-reopened.v1", json => json)]));

    [Fact]
    public void Codec_StepFromATypeThatIsStillWritten_IsAFault() =>
        Assert.Throws<ArgumentException>(() => new EventCodec(EventTypes.All, [FirstToSecond]));

    [Fact]
    public void Codec_NameTwice_IsAFault() =>
        Assert.Throws<ArgumentException>(() => new EventCodec([.. EventTypes.All, EventTypes.All[0]], []));

    /// <summary>A command sent again after an upgrade has other bytes than the first time; the fact is compared instead.</summary>
    [Fact]
    public void Decide_RepeatOfWhatAnOlderVersionRecorded_IsAlreadyRecorded()
    {
        var recorded = Record<CaseEvent>([Opened], Agent);
        var asOfOld = recorded[0] with { Type = "case-opened.v0", Payload = "{}"u8.ToArray() };
        var open = new OpenCase(IdOf(1), Agent, Song, Opened.Title, Opened.Artist, Opened.Channel, Opened.ArtistAccount);
        Assert.Equal(new Decision.AlreadyRecorded(IdOf(1)), OpeningCase.Decide(CaseState.Fold(Song, [asOfOld]), open, Now));
    }

    internal sealed record CaseTakenUpAgain(string Why, string By) : CaseEvent;

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(CaseTakenUpAgain))]
    internal sealed partial class TestJson : JsonSerializerContext;
}
