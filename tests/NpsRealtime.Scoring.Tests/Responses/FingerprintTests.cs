using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Scoring.Tests.Responses;

public class FingerprintTests
{
    private static readonly Tenant Acme = TenantWithKey(1);

    [Fact]
    public void Fingerprint_SameContentInAnotherSpelling_IsEqual()
    {
        var first = Of("""{"id":"r","score":9,"channel":"Web","touchpoint":"Check Out","segments":{"a":"1","b":"2"},"comment":"x","customerId":"k"}""");
        var second = Of("""{"customerId":"k","comment":"\u0078","segments":{"B":"2","A":"1"},"touchpoint":"check out","channel":"WEB","score":9,"id":"r"}""");
        second.ShouldBe(first);
    }

    [Fact]
    public void Fingerprint_WhatTheServerStampsOrTheIdSays_IsNotPartOfIt()
    {
        var plain = Of(Reading.With("comment", null));
        Of(Reading.With("respondedAt", "\"2026-01-01T00:00:00Z\"")).ShouldBe(plain);
        Of(Reading.With("id", "\"another\"")).ShouldBe(plain);
        Of(Reading.With("comment", "\"\"")).ShouldBe(plain);
    }

    [Fact]
    public void Fingerprint_AnyFieldChanged_Differs()
    {
        string[] variants =
        [
            Reading.With("comment", null),
            Reading.With("score", "8"), Reading.With("score", "0"),
            Reading.With("channel", "\"webs\""), Reading.With("channel", "\"checkout\""),
            Reading.With("touchpoint", "\"web\""), Reading.With("touchpoint", "\"check\""),
            Reading.With("comment", "\"a\""), Reading.With("comment", "\"A\""), Reading.With("comment", "\"ab\""), Reading.With("comment", "\" \""),
            Reading.With("customerId", "\"a\""), Reading.With("customerId", "\"ab\""),
            Reading.With("segments", """{"a":"b"}"""), Reading.With("segments", """{"a":"bc"}"""), Reading.With("segments", """{"ab":"c"}"""),
            Reading.With("segments", """{"a":"b","c":"d"}"""), Reading.With("segments", """{"a":"d","c":"b"}"""), Reading.With("segments", """{"a":"b","c":"e"}"""),
        ];
        variants.Select(Of).Distinct().Count().ShouldBe(variants.Length);
    }

    [Fact]
    public void Fingerprint_TextMovedAcrossAFieldBoundary_Differs()
    {
        // Without lengths between them, each pair would hash the same bytes.
        Make("ab", "c").ShouldNotBe(Make("a", "bc"));
        Make("a", "b", comment: "cd").ShouldNotBe(Make("a", "b", comment: "c", customerId: "d"));
        Make("a", "b", comment: "c").ShouldNotBe(Make("a", "b", customerId: "c"));
        Make("a", "b", customerId: "cd").ShouldNotBe(Make("a", "b", customerId: "c", segments: [("d", "")]));
        Make("a", "b", segments: [("c", "d"), ("e", "f")]).ShouldNotBe(Make("a", "b", segments: [("c", "de"), ("f", "")]));
        Make("a", "b", segments: [("c", "d")]).ShouldNotBe(Make("a", "b", customerId: "c", comment: "d"));
    }

    [Fact]
    public void Fingerprint_AnotherTenant_Differs()
    {
        var request = Reading.Request("score", "9");
        request.Prepare(Acme);
        var before = request.Fingerprint;
        request.Prepare(TenantWithKey(2));
        request.Fingerprint.ShouldNotBe(before);
    }

    [Fact]
    public void Fingerprint_LongestContentInTheWidestScript_Fits()
    {
        var wide = string.Concat(Enumerable.Repeat("हि", 2_000));
        Make(wide, wide, wide, wide, [(wide, wide), (wide, wide)]).ShouldNotBe(default);
    }

    [Fact]
    public void Fingerprint_Golden_NeverChanges() =>
        // Stored with every response: if this fails, resent responses stop being duplicates after an upgrade.
        Convert.ToHexString(Make("web", "checkout", "Fast", "c-77", [("region", "emea")]).ToArray()).ShouldBe("C8A5DA2C8ED888486F0F2EF08DFD2922");

    [Fact]
    public void Prepare_Erasure_HasTheHashButNoFingerprint()
    {
        var erasure = ResponseRequest.Erasure("r-1", 0);
        erasure.Prepare(Acme);
        erasure.IdHash.ShouldBe(IdHash.Of(Acme, "r-1"));
        erasure.Fingerprint.ShouldBe(default);

        var byHash = ResponseRequest.Erasure(new IdHash(1, 2), 0);
        byHash.Prepare(Acme);
        byHash.IdHash.ShouldBe(new IdHash(1, 2));
    }

    internal static Tenant TenantWithKey(byte seed) =>
        new(seed, "acme", "Acme", TimeZoneInfo.Utc, [.. Enumerable.Range(0, Tenant.IdKeyBytes).Select(index => (byte)(index * seed))], 4);

    private static IdHash Of(string json)
    {
        var read = Reading.Of(json);
        read.IsValid.ShouldBeTrue(string.Join(' ', read.Faults));
        read.Request!.Prepare(Acme);
        return read.Request.Fingerprint;
    }

    private static IdHash Make(
        string channel, string touchpoint, string? comment = null, string? customerId = null, (string Name, string Value)[]? segments = null)
    {
        var request = new ResponseRequest
        {
            Verb = ResponseVerb.Post,
            Id = "r",
            Score = 9,
            Channel = SlugOf(channel),
            Touchpoint = SlugOf(touchpoint),
            Comment = comment,
            CustomerId = customerId,
            Segments = [.. (segments ?? []).Select(segment => new Segment(SlugOf(segment.Name), SlugOf(segment.Value)))],
        };
        request.Prepare(Acme);
        return request.Fingerprint;
    }

    private static Slug SlugOf(string text) =>
        Slug.TryCreate(text.Length > 64 ? text[..64] : text.Length == 0 ? "-" : text, out var slug, out var fault)
            ? slug
            : throw new ArgumentException(fault, nameof(text));
}
