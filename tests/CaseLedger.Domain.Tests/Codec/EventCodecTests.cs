using System.Text;
using System.Text.Json;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Codec;
using Xunit;
using static CaseLedger.Domain.Tests.Specification;

namespace CaseLedger.Domain.Tests.Codec;

/// <summary>The JSON of every event, byte for byte: what is released here is read for ever.</summary>
public sealed class EventCodecTests
{
    public static TheoryData<string, string> Bytes { get; } = new(Samples.All.Select(sample => (sample.Type, sample.Json)));

    [Theory]
    [MemberData(nameof(Bytes))]
    public void Encode_GivesTheReleasedBytes(string type, string json)
    {
        var (event_, expected) = (Samples.Find(type, json), json);
        var encoded = EventCodec.Current.Encode(event_);
        Assert.Equal((type, expected), (encoded.Type, Encoding.UTF8.GetString(encoded.Payload)));
    }

    [Theory]
    [MemberData(nameof(Bytes))]
    public void Decode_GivesTheEvent(string type, string json) =>
        Assert.Equal(Samples.Find(type, json), EventCodec.Current.Decode(type, Encoding.UTF8.GetBytes(json)));

    [Theory]
    [MemberData(nameof(Bytes))]
    public void Decode_FieldsAddedLater_ArePassedOver(string type, string json) =>
        Assert.Equal(
            Samples.Find(type, json),
            EventCodec.Current.Decode(type, Encoding.UTF8.GetBytes(json.Replace("{", """{"added":[{"x":null}],""", StringComparison.Ordinal).Replace(",}", "}", StringComparison.Ordinal))));

    [Theory]
    [MemberData(nameof(Bytes))]
    public void Encode_WritesNoNullButForNotReceived(string type, string json)
    {
        Assert.NotEmpty(type);
        Assert.DoesNotContain("null", json.Replace("\"count\":null", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryType_HasASample() =>
        Assert.Equal(EventTypes.All.Select(type => type.Name).Order(), Samples.All.Select(sample => sample.Type).Distinct().Order());

    [Fact]
    public void EveryEventRecord_StandsInTheTable() =>
        Assert.Equal(
            typeof(DomainEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(DomainEvent)) && !type.IsAbstract).Select(type => type.Name).Order(),
            EventTypes.All.Select(type => type.ClrType.Name).Order());

    [Fact]
    public void EveryName_EndsWithItsVersion() =>
        Assert.All(EventTypes.All, type => Assert.Matches("^[a-z]+(-[a-z]+)*\\.v[1-9][0-9]*$", type.Name));

    [Fact]
    public void Decode_UnknownType_SaysWhich() =>
        Assert.Equal("case-dreamt-of.v1", Assert.Throws<UnknownEventTypeException>(() => EventCodec.Current.Decode("case-dreamt-of.v1", "{}"u8)).Type);

    [Theory]
    [InlineData("case-opened.v1", "{}")]
    [InlineData("case-opened.v1", "null")]
    [InlineData("case-opened.v1", "[]")]
    [InlineData("case-opened.v1", "")]
    [InlineData("case-reopened.v1", """{"reason":null}""")]
    [InlineData("case-resolved.v1", """{"resolution":"Not A Slug"}""")]
    [InlineData("case-assigned.v1", """{"assignee":"nobody"}""")]
    [InlineData("reading-withdrawn.v1", """{"eventId":"x","reason":"y"}""")]
    [InlineData("promise-settled.v1", """{"promiseId":"00000000-0000-0000-0000-000000000001","outcome":1}""")]
    [InlineData("screenshot-reported.v1", """{"store":"spotify","observed":{"unknown":true},"readings":[{"day":"2024-04-03"}]}""")]
    [InlineData("screenshot-reported.v1", """{"store":"spotify","observed":{"unknown":true},"readings":[{"count":1}]}""")]
    [InlineData("screenshot-reported.v1", """{"store":"spotify","observed":{"unknown":true},"readings":[{"day":"2024-04-31","count":1}]}""")]
    [InlineData("screenshot-reported.v1", """{"store":"spotify","observed":{"unknown":true},"readings":[{"day":"9999-12-31","count":1}]}""")]
    [InlineData("screenshot-reported.v1", """{"store":"spotify","observed":{"unknown":true},"readings":[{"day":"2024-04-03","count":-1}]}""")]
    [InlineData("screenshot-reported.v1", """{"store":"spotify","observed":{"unknown":true},"readings":[{"day":"2024-04-03","count":1.5}]}""")]
    [InlineData("screenshot-reported.v1", """{"store":"spotify","observed":{"unknown":true},"readings":[null]}""")]
    [InlineData("screenshot-reported.v1", """{"store":"spotify","observed":{"unknown":true},"readings":{}}""")]
    [InlineData("screenshot-reported.v1", """{"store":"spotify","observed":{},"readings":[]}""")]
    [InlineData("screenshot-reported.v1", """{"store":"spotify","observed":{"unknown":false},"readings":[]}""")]
    [InlineData("screenshot-reported.v1", """{"store":"spotify","observed":{"on":"2024-04-03","unknown":true},"readings":[]}""")]
    [InlineData("screenshot-reported.v1", """{"store":"spotify","observed":{"at":"2024-04-03T10:00:00+02:00"},"readings":[]}""")]
    [InlineData("screenshot-reported.v1", """{"store":"spotify","observed":{"at":"2024-04-03"},"readings":[]}""")]
    [InlineData("screenshot-reported.v1", """{"store":"spotify","observed":{"on":"2024-04-03","approximate":1},"readings":[]}""")]
    [InlineData("screenshot-reported.v1", """{"store":"spotify","observed":{"unknown":true},"readings":[],"evidence":[null]}""")]
    [InlineData("trends-snapshot-taken.v1", """{"store":"spotify","observed":{"unknown":true},"readings":[{"day":"2024-04-03"}]}""")]
    public void Decode_BytesThatAreNoSuchEvent_IsAFault(string type, string json) =>
        Assert.ThrowsAny<JsonException>(() => EventCodec.Current.Decode(type, Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Encode_RecordThatStandsInNoTable_IsAFault() =>
        Assert.Throws<ArgumentException>(() => EventCodec.Current.Encode(new Untabled()));

    [Fact]
    public void Encode_DefaultMeasureSaidOrNot_IsTheSame() =>
        Assert.Equal(
            EventCodec.Current.Encode(Screenshot("2024-04-03", 1)).Payload,
            EventCodec.Current.Encode(Screenshot("2024-04-03", 1) with { Readings = [Count("2024-04-03", 1, Measure.Streams)] }).Payload);

    private sealed record Untabled : CaseEvent;
}
