using NpsRealtime.Cli.Import;
using NpsRealtime.Simulation;

namespace NpsRealtime.Cli.Tests;

public sealed class EqualRowsTests
{
    [Fact]
    public void OrdinalOf_ManyHashes_CountsLikeADictionary()
    {
        var random = new SeededRandom(1);
        var rows = new EqualRows();
        var naive = new Dictionary<ulong, int>();
        for (var row = 0; row < 200_000; row++)
        {
            // Few different ones, zero among them, so that many repeat; and many that come once, so that the table grows.
            var hash = row % 2 == 0 ? (ulong)random.NextInt32(5_000) : random.Next();
            var expected = naive.GetValueOrDefault(hash == 0 ? 1 : hash);
            naive[hash == 0 ? 1 : hash] = expected + 1;
            rows.OrdinalOf(hash).ShouldBe(expected);
        }
    }
}
