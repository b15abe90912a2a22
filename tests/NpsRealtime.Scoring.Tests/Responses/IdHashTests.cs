using System.Security.Cryptography;
using System.Text;
using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Scoring.Tests.Responses;

public class IdHashTests
{
    [Fact]
    public void Of_AnyLength_IsTheFirstHalfOfTheHmac()
    {
        var tenant = FingerprintTests.TenantWithKey(3);
        using var hmac = new HMACSHA256(tenant.IdKey);
        foreach (var id in new[] { "r", new string('x', 200), new string('y', 256), new string('z', 1_000) })
            IdHash.Of(tenant, id).ToArray().ShouldBe(hmac.ComputeHash(Encoding.ASCII.GetBytes(id))[..16]);
    }

    [Fact]
    public void Of_AnotherTenantOrAnotherId_Differs()
    {
        var (first, second) = (FingerprintTests.TenantWithKey(3), FingerprintTests.TenantWithKey(4));
        IdHash.Of(first, "r").ShouldNotBe(IdHash.Of(second, "r"));
        IdHash.Of(first, "r").ShouldNotBe(IdHash.Of(first, "R"));
    }

    [Fact]
    public void CompareTo_AnyHashes_SortsLikeTheirBytes() => Seeded.Run(random =>
    {
        for (var step = 0; step < 1_000; step++)
        {
            var (left, right) = (RandomHash(random), RandomHash(random));
            Math.Sign(left.CompareTo(right)).ShouldBe(Math.Sign(left.ToArray().AsSpan().SequenceCompareTo(right.ToArray())));
            IdHash.Read(left.ToArray()).ShouldBe(left);
        }
    });

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1_024)]
    public void Partition_ManyIds_SpreadsThemEvenly(int partitions)
    {
        var tenant = FingerprintTests.TenantWithKey(5);
        var counts = new int[partitions];
        for (var index = 0; index < partitions * 100; index++)
            counts[IdHash.Of(tenant, $"r-{index}").Partition(partitions)]++;
        counts.Min().ShouldBeGreaterThan(40);
        counts.Max().ShouldBeLessThan(170);
    }

    [Fact]
    public void Partition_HighestHash_IsInRange() => new IdHash(ulong.MaxValue, ulong.MaxValue).Partition(7).ShouldBeInRange(0, 6);

    private static IdHash RandomHash(Random random) =>
        new((ulong)random.NextInt64(2) * ulong.MaxValue, (ulong)random.NextInt64(long.MinValue, long.MaxValue));
}
