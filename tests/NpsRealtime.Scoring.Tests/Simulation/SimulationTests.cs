using System.Diagnostics;
using NpsRealtime.Contracts;
using Xunit.Abstractions;

namespace NpsRealtime.Scoring.Tests.Simulation;

/// <summary>
/// Thousands of seeds of the simulation. A failing seed is printed; run it alone with NPS_TEST_SEED=N. NPS_TEST_LONG=1 runs ten
/// times as many.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class SimulationTests(ITestOutputHelper output)
{
    private static int Seeds => Seeded.IsLong ? 30_000 : 3_000;

    [Fact]
    public void Run_SoundDesign_EqualsTheRecountForEverySeed()
    {
        if (Seeded.Given is { } only)
        {
            SimulatedRun.Run(only, Variant.Sound).ShouldBeEmpty();
            return;
        }

        var began = Stopwatch.StartNew();
        var wrong = new List<string>();
        Parallel.For(0, Seeds, (seed, loop) =>
        {
            var faults = SimulatedRun.Run(seed, Variant.Sound);
            if (faults.Count == 0)
                return;
            lock (wrong)
                wrong.Add($"seed {seed}: {string.Join(" | ", faults.Take(3))}");
            loop.Stop();
        });
        output.WriteLine($"{Seeds} seeds in {began.Elapsed.TotalSeconds:F1} s");
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Variant.CursorWithoutMaximum)]
    [InlineData(Variant.FenceThatDoesNotRaise)]
    [InlineData(Variant.NoAttaching)]
    public void Run_BrokenVariant_IsCaught(Variant variant)
    {
        const int SeedsMax = 1_000;
        for (var seed = 0; seed < SeedsMax; seed++)
        {
            var faults = SimulatedRun.Run(seed, variant);
            if (faults.Count == 0)
                continue;
            output.WriteLine($"{variant} is caught by seed {seed}: {faults[0]}");
            return;
        }

        Assert.Fail($"{variant} was not caught by {SeedsMax} seeds.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Run_SameSeedTwice_IsTheSame(int seed)
    {
        SimulatedRun.Run(seed, Variant.Sound, out var first);
        SimulatedRun.Run(seed, Variant.Sound, out var second);
        SimulatedRun.Run(seed + 1_000, Variant.Sound, out var other);

        first.Count.ShouldBeGreaterThan(50);
        first.ShouldContain(line => line.Contains(" are taken: ", StringComparison.Ordinal));
        second.ShouldBe(first);
        other.ShouldNotBe(first);
    }
}
