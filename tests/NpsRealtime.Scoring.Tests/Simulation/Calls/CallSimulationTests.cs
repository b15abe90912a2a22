using System.Diagnostics;
using System.Globalization;
using NpsRealtime.Contracts;
using Xunit.Abstractions;

namespace NpsRealtime.Scoring.Tests.Simulation.Calls;

/// <summary>
/// Thousands of seeds of the calls between nodes. A failing seed is printed; run it alone with NPS_TEST_SEED=N. NPS_TEST_LONG=1 runs ten
/// times as many.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class CallSimulationTests(ITestOutputHelper output)
{
    private static int Seeds => Seeded.IsLong ? 60_000 : 6_000;

    [Fact]
    public void Run_SoundCalls_KeepEveryPromiseForEverySeed()
    {
        if (Environment.GetEnvironmentVariable(Seeded.Variable) is { } only)
        {
            var (faults, trace) = CallRun.Run(int.Parse(only, CultureInfo.InvariantCulture), CallVariant.Sound);
            output.WriteLine(string.Join(Environment.NewLine, trace));
            faults.ShouldBeEmpty();
            return;
        }

        var began = Stopwatch.StartNew();
        var wrong = new List<string>();
        Parallel.For(0, Seeds, (seed, loop) =>
        {
            var (faults, _) = CallRun.Run(seed, CallVariant.Sound);
            if (faults.Count == 0)
                return;
            lock (wrong)
                wrong.Add($"seed {seed}: {string.Join(" | ", faults.Take(3))}");
            loop.Stop();
        });
        output.WriteLine($"{Seeds} seeds in {began.Elapsed.TotalSeconds:F1} s");
        wrong.ShouldBeEmpty();
    }

    /// <summary>One of 60,000: a partition closed, lived again in the same process, and took what overtook what it had taken before.</summary>
    [Theory]
    [InlineData(16_924)]
    public void Run_SeedThatFoundAFault_KeepsEveryPromise(int seed) => CallRun.Run(seed, CallVariant.Sound).Wrong.ShouldBeEmpty();

    [Theory]
    [InlineData(CallVariant.RepetitionThatOvertakes)]
    [InlineData(CallVariant.SameIdInTwoCalls)]
    [InlineData(CallVariant.ShortcutThatOvertakes)]
    [InlineData(CallVariant.OlderLifeBelieved)]
    [InlineData(CallVariant.ClosedPartitionThatTakes)]
    public void Run_BrokenVariant_IsCaught(CallVariant variant)
    {
        const int SeedsMax = 20_000;
        var caught = new List<string>();
        Parallel.For(0, SeedsMax, (seed, loop) =>
        {
            var (faults, _) = CallRun.Run(seed, variant);
            if (faults.Count == 0)
                return;
            lock (caught)
                caught.Add($"{variant} is caught by seed {seed}: {faults[0]}");
            loop.Stop();
        });
        caught.ShouldNotBeEmpty($"{variant} was not caught by {SeedsMax} seeds.");
        output.WriteLine(caught[0]);
    }

    [Fact]
    public void Run_SameSeedTwice_IsTheSame()
    {
        var (first, second) = (CallRun.Run(1, CallVariant.Sound), CallRun.Run(1, CallVariant.Sound));

        first.Trace.Count.ShouldBeGreaterThan(20);
        first.Trace.ShouldBe(second.Trace);
    }
}
