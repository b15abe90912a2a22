using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Scoring.Tests.Responses;

public class ResponseReaderTests
{
    private const string Full = """
        {"id":"r-1001","score":9,"channel":"Web","touchpoint":"Check Out","respondedAt":"2026-11-22T11:14:00.5+01:00",
         "segments":{"region":"EMEA","Agent":"a17"},"customerId":"c-77","comment":"Fast and easy"}
        """;

    [Fact]
    public void Read_EveryField_IsKept()
    {
        var request = Reading.Of(Full).Request.ShouldNotBeNull();
        (request.Verb, request.Id, request.Score).ShouldBe((ResponseVerb.Post, "r-1001", 9));
        (request.Channel.Text, request.Channel.Label, request.Touchpoint.Text).ShouldBe(("web", "Web", "check-out"));
        request.Segments.Select(segment => (segment.Name.Text, segment.Value.Text)).ShouldBe([("agent", "a17"), ("region", "emea")]);
        (request.CustomerId, request.Comment, request.RespondedAtSent).ShouldBe(("c-77", "Fast and easy", true));
        DateTimeOffset.FromUnixTimeMilliseconds(request.RespondedAtMilliseconds).ShouldBe(Reading.Now.AddSeconds(-59.5));
        request.AcceptedAtMilliseconds.ShouldBe(Reading.Now.ToUnixTimeMilliseconds());
        request.WaitingBytes.ShouldBeGreaterThan(Full.Length);
    }

    [Fact]
    public void Read_OnlyWhatIsRequired_StampsTheServersTime()
    {
        var request = Reading.Request("id", "\"r-1\"");
        request.RespondedAtMilliseconds.ShouldBe(Reading.Now.ToUnixTimeMilliseconds());
        request.RespondedAtSent.ShouldBeFalse();
        (request.Comment, request.CustomerId, request.Segments.Length).ShouldBe((null, null, 0));
    }

    [Fact]
    public void Read_RespondedAtStampedBefore_KeepsTheTimeAsStamped()
    {
        var request = Reading.Of("""{"id":"r","score":1,"channel":"a","touchpoint":"b","respondedAt":"2026-01-01T00:00:00Z","respondedAtStamped":true}""").Request!;
        request.RespondedAtSent.ShouldBeFalse();
        request.RespondedAtMilliseconds.ShouldBe(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds());
    }

    [Fact]
    public void Read_UnknownFields_AreLeftOut() =>
        Reading.Of(Reading.With("extra", """{"deep":[1,{"er":[null,true]}],"score":99}""")).IsValid.ShouldBeTrue();

    [Fact]
    public void Read_FieldNamesWithEscapes_AreTheSameNames() =>
        Reading.Of("""{"\u0069d":"r","sc\u006fre":9,"channel":"\u0057eb","touchpoint":"b"}""").Request!.Channel.Label.ShouldBe("Web");

    [Theory]
    [InlineData("segments", "null")]
    [InlineData("segments", "{}")]
    [InlineData("comment", "null")]
    [InlineData("comment", "\"\"")]
    [InlineData("customerId", "null")]
    [InlineData("respondedAt", "null")]
    public void Read_OptionalFieldLeftEmpty_IsAsIfAbsent(string field, string value)
    {
        var request = Reading.Request(field, value);
        (request.Comment, request.CustomerId, request.Segments.Length, request.RespondedAtSent).ShouldBe((null, null, 0, false));
    }

    [Theory]
    [InlineData("channel", "\"हिन्दी\"")]
    [InlineData("channel", "\"ช่องทาง\"")]
    [InlineData("touchpoint", "\"خدمة العملاء\"")]
    [InlineData("comment", "\"😀 emoji, \\ud83d\\ude00 escaped, tabs\\t and lines\\n\"")]
    [InlineData("id", "\"!~'()[]{}<>|\\\\^`\\\"\"")]
    [InlineData("score", "0")]
    [InlineData("score", "10")]
    [InlineData("segments", """{"sprache":"ÖSTERREICHISCHES Deutsch"}""")]
    public void Read_UnusualButFine_IsAccepted(string field, string value) => Reading.Request(field, value).ShouldNotBeNull();

    [Fact]
    public void Read_AtEveryLimit_IsAccepted()
    {
        var segments = string.Join(',', Enumerable.Range(0, 16).Select(index => $"\"s{index}\":\"{new string('v', 64)}\""));
        Reading.Request("segments", $"{{{segments}}}").Segments.Length.ShouldBe(16);
        Reading.Request("comment", $"\"{new string('c', 4_000)}\"").Comment!.Length.ShouldBe(4_000);
        Reading.Request("id", $"\"{new string('i', 200)}\"").Id!.Length.ShouldBe(200);
        Reading.Request("customerId", $"\"{new string('k', 200)}\"").CustomerId!.Length.ShouldBe(200);
        Reading.Request("channel", $"\"{new string('n', 64)}\"").Channel.Text.Length.ShouldBe(64);
    }

    [Fact]
    public void Read_IdInTheBodyAndInAHeader_TheBodyWins()
    {
        Reading.Of(Reading.With("score", "1"), id: "from-header").Request!.Id.ShouldBe("r-1");
        Reading.Of(Reading.With("id", null), id: "from-header").Request!.Id.ShouldBe("from-header");
        Reading.Of(Reading.With("id", "null"), id: "from-header").Request!.Id.ShouldBe("from-header");
    }

    [Fact]
    public void Read_IdInTheRoute_MustNotBeContradicted()
    {
        Reading.Of(Reading.With("id", null), ResponseVerb.Put, "r-2", idIsRoute: true).Request!.Id.ShouldBe("r-2");
        Reading.Of(Reading.With("score", "1"), ResponseVerb.Put, "r-1", idIsRoute: true).Request!.Id.ShouldBe("r-1");
        var read = Reading.Of(Reading.With("score", "1"), ResponseVerb.Put, "r-2", idIsRoute: true);
        read.Faults.Select(fault => fault.Field).ShouldBe(["id"]);
        read.Id.ShouldBe("r-2");
    }

    [Fact]
    public void Read_Tombstone_ErasesByHash()
    {
        var request = Reading.Of("""{"erased":true,"idHash":"000102030405060708090a0b0c0d0e0F"}""").Request!;
        (request.Verb, request.Id, request.IdHash).ShouldBe((ResponseVerb.Delete, null, new IdHash(0x0001020304050607, 0x08090A0B0C0D0E0F)));
    }

    [Theory]
    [InlineData("""{"erased":true}""")]
    [InlineData("""{"erased":true,"idHash":""}""")]
    [InlineData("""{"erased":true,"idHash":"00"}""")]
    [InlineData("""{"erased":true,"idHash":"g00102030405060708090a0b0c0d0e0f"}""")]
    public void Read_TombstoneWithoutAHash_NamesTheHash(string json) =>
        Reading.Of(json).Faults.Select(fault => fault.Field).ShouldBe(["idHash"]);

    [Fact]
    public void Read_TombstoneUnderAnId_IsRefused()
    {
        // Or a PUT of one response would erase another.
        var read = Reading.Of("""{"erased":true,"idHash":"000102030405060708090a0b0c0d0e0f"}""", ResponseVerb.Put, "r-1", idIsRoute: true);
        read.IsValid.ShouldBeFalse();
        read.Faults.Select(fault => fault.Field).ShouldBe(["erased"]);
    }
}
