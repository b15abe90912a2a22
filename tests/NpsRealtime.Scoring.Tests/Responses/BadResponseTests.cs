using System.Text;
using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Scoring.Tests.Responses;

/// <summary>What must be refused, each with the field named and nothing private repeated.</summary>
public class BadResponseTests
{
    private static readonly string Long = new('x', 10_240);

    public static TheoryData<string, string?> BadFields => new()
    {
        { "score", "-1" }, { "score", "11" }, { "score", "9.5" }, { "score", "\"9\"" }, { "score", "null" }, { "score", null },
        { "score", "9.0" }, { "score", "1e1" }, { "score", "true" }, { "score", "[9]" }, { "score", "{\"is\":9}" },
        { "score", "99999999999999999999999999" }, { "score", "-99999999999999999999999999" },
        { "id", null }, { "id", "null" }, { "id", "\"\"" }, { "id", $"\"{Long}\"" }, { "id", $"\"{new string('i', 201)}\"" },
        { "id", "\".\"" }, { "id", "\"..\"" }, { "id", "\"a/b\"" }, { "id", "\"a\\nb\"" }, { "id", "\"a\\u0000b\"" }, { "id", "\"a b\"" },
        { "id", "\"é\"" }, { "id", "\"a\\u007f\"" }, { "id", "17" }, { "id", "[\"r\"]" }, { "id", "\"\\ud800\"" },
        { "channel", null }, { "channel", "null" }, { "channel", "\"\"" }, { "channel", "\"   \"" }, { "channel", "\"a/b\"" },
        { "channel", "\"a\\u0007b\"" }, { "channel", $"\"{new string('n', 65)}\"" }, { "channel", "\"..\"" }, { "channel", "7" },
        { "channel", "\"~other\"" }, { "channel", "\"a\\u0000b\"" }, { "channel", "\"a\\udc00b\"" }, { "channel", "\"a\\ufffeb\"" },
        { "channel", $"\"{Long}\"" }, { "channel", "[]" },
        { "touchpoint", null }, { "touchpoint", "null" }, { "touchpoint", "\"\\u00a0\"" }, { "touchpoint", "\"a\\\\b\"" },
        { "touchpoint", "\"\\ud83d\"" },
        { "respondedAt", "\"2026-11-22T10:00:00\"" }, { "respondedAt", "\"9999-12-31T23:59:59Z\"" }, { "respondedAt", "\"2026-11-22T11:15:00Z\"" },
        { "respondedAt", "\"2026-11-22T10:20:01Z\"" }, { "respondedAt", "\"0001-01-01T00:00:00Z\"" }, { "respondedAt", "\"1969-12-31T23:59:59Z\"" },
        { "respondedAt", "\"9999-12-31T23:59:59-14:00\"" }, { "respondedAt", "\"0001-01-01T00:00:00+14:00\"" }, { "respondedAt", "1763806500" },
        { "respondedAt", "\"\"" }, { "respondedAt", "\"yesterday\"" }, { "respondedAt", "\"2026-11-22\"" }, { "respondedAt", "{}" },
        { "respondedAt", "\"2026-11-22T10:00:00\\u0000Z\"" }, { "respondedAt", "\"2026-11-22T10:00:00\\ud800Z\"" }, { "respondedAt", $"\"{Long}\"" },
        { "segments", "[]" }, { "segments", "\"region\"" }, { "segments", "{\"region\":{\"is\":\"emea\"}}" }, { "segments", "{\"region\":[\"emea\"]}" },
        { "segments", "{\"region\":1}" }, { "segments", "{\"region\":null}" }, { "segments", "{\"\":\"emea\"}" }, { "segments", "{\"a/b\":\"c\"}" },
        { "segments", "{\"region\":\"\"}" }, { "segments", "{\"region\":\"a/b\"}" }, { "segments", "{\"Region\":\"a\",\"region\":\"b\"}" },
        { "segments", "{\"\\ud800\":\"a\"}" }, { "segments", "{\"region\":\"\\udc00\"}" }, { "segments", "{\"region\":\"a\\u0000\"}" },
        { "segments", $"{{{string.Join(',', Enumerable.Range(0, 17).Select(index => $"\"s{index}\":\"v\""))}}}" },
        { "comment", "7" }, { "comment", "[\"private\"]" }, { "comment", "\"private\\u0000\"" }, { "comment", "\"private\\ud800\"" },
        { "comment", $"\"{new string('c', 4_001)}\"" }, { "comment", "\"\\udc00private\"" }, { "comment", "{\"private\":1}" },
        { "customerId", "7" }, { "customerId", "\"\"" }, { "customerId", $"\"{new string('k', 201)}\"" }, { "customerId", "\"private\\u0000\"" },
        { "customerId", "\"private\\udfff\"" },
        { "erased", "\"yes\"" }, { "respondedAtStamped", "1" },
    };

    [Theory]
    [MemberData(nameof(BadFields))]
    public void Read_BadField_NamesIt(string field, string? value)
    {
        var read = Reading.Of(Reading.With(field, value));
        read.IsValid.ShouldBeFalse();
        read.Faults.ShouldNotBeEmpty();
        read.Faults.ShouldAllBe(fault => fault.Field == field || fault.Field.StartsWith(field + ".", StringComparison.Ordinal));
        read.Faults.ShouldAllBe(fault => fault.Detail.EndsWith('.') && fault.Detail.Length < 300 && !fault.Detail.Contains("private"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("null")]
    [InlineData("9")]
    [InlineData("\"text\"")]
    [InlineData("[]")]
    [InlineData("[{}]")]
    [InlineData("{")]
    [InlineData("{\"id\":\"r\",\"score\":9,\"channel\":\"a\",\"touchpoint\":\"b\"")]
    [InlineData("{\"id\":\"r\",\"score\":9,\"channel\":\"a\",\"touchpoint\":\"b\"}{}")]
    [InlineData("{\"id\":\"r\",\"score\":9,\"channel\":\"a\",\"touchpoint\":\"b\",}")]
    [InlineData("{\"id\":\"r\",\"score\":09,\"channel\":\"a\",\"touchpoint\":\"b\"}")]
    [InlineData("{\"id\":\"r\",\"score\":NaN,\"channel\":\"a\",\"touchpoint\":\"b\"}")]
    [InlineData("{'id':'r'}")]
    [InlineData("{\"id\":\"r\" // comment\n}")]
    [InlineData("{\"comment\":\"pri\nvate\"}")]
    public void Read_NotOneJsonObject_SaysSo(string json)
    {
        var read = Reading.Of(json);
        read.IsValid.ShouldBeFalse();
        read.Faults.Select(fault => fault.Field).ShouldBe(["$"]);
    }

    [Fact]
    public void Read_NestedTwoThousandDeep_SaysSo()
    {
        var json = Reading.With("extra", new string('[', 2_000) + new string(']', 2_000));
        Reading.Of(json).Faults.ShouldHaveSingleItem().Detail.ShouldContain("nested");
    }

    [Fact]
    public void Read_LargerThanAllowed_SaysHowLargeItMayBe()
    {
        var read = Reading.Of(Reading.With("extra", $"\"{new string('x', 17_000)}\""));
        read.Faults.ShouldHaveSingleItem().Detail.ShouldContain("16384");
    }

    [Theory]
    [InlineData("comment", "comment")]
    [InlineData("customerId", "customerId")]
    [InlineData("channel", "channel")]
    [InlineData("id", "id")]
    [InlineData("respondedAt", "respondedAt")]
    [InlineData("extra", "$")]
    public void Read_InvalidUtf8_NamesTheField(string field, string named)
    {
        byte[][] invalid = [[0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC0, 0x80], [0xE2, 0x82]];
        foreach (var bytes in invalid)
        {
            var json = Encoding.UTF8.GetBytes(Reading.With(field, "\"a@z\""));
            var at = Array.IndexOf(json, (byte)'@');
            var read = Reading.Reader.Read([.. json[..at], .. bytes, .. json[(at + 1)..]], ResponseVerb.Post);
            read.IsValid.ShouldBeFalse();
            read.Faults.ShouldContain(fault => fault.Field == named, $"{Convert.ToHexString(bytes)}: {string.Join(' ', read.Faults)}");
        }
    }

    [Fact]
    public void Read_SeveralFaults_NamesEveryOne()
    {
        var read = Reading.Of("""{"id":"a b","score":"9","channel":"","respondedAt":"now","comment":1,"segments":{"r":2}}""");
        read.Faults.Select(fault => fault.Field).Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(["channel", "comment", "id", "respondedAt", "score", "segments", "touchpoint"]);
    }

    [Fact]
    public void Read_ThousandsOfFaults_ListsABoundedNumber()
    {
        var segments = string.Join(',', Enumerable.Range(0, 2_000).Select(index => $"\"{index}\":1"));
        Reading.Of(Reading.With("segments", $"{{{segments}}}")).Faults.Count.ShouldBeInRange(1, 40);
    }

    [Theory]
    [InlineData("id", "\"r-1\"")]
    [InlineData("score", "9")]
    [InlineData("channel", "\"web\"")]
    [InlineData("comment", "\"private\"")]
    [InlineData("segments", "{}")]
    [InlineData("respondedAt", "null")]
    [InlineData("erased", "false")]
    public void Read_FieldTwice_NamesIt(string field, string value)
    {
        var read = Reading.Of($"{{\"{field}\":{value},{Reading.With(field, value)[1..]}");
        read.Faults.ShouldHaveSingleItem().Field.ShouldBe(field);
    }

    [Fact]
    public void Read_BrokenAfterAFault_DoesNotComplainAboutWhatWasCutOff()
    {
        var read = Reading.Of("""{"id":"r-1","score":11,"chan""");
        read.Faults.Select(fault => fault.Field).ShouldBe(["score", "$"]);
        read.Id.ShouldBe("r-1");
    }

    [Theory]
    [InlineData("\"a b\"", null)]
    [InlineData("\"r-7\"", "r-7")]
    public void Read_Refused_ReportsOnlyAWellFormedId(string id, string? reported) =>
        Reading.Of($"{{\"id\":{id},\"score\":99}}").Id.ShouldBe(reported);
}
