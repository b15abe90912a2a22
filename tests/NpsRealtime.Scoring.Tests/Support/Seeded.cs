using System.Globalization;

namespace NpsRealtime.Scoring.Tests.Support;

/// <summary>Runs a randomised test and says how to run it again when it fails.</summary>
public static class Seeded
{
    /// <summary>The environment variable that fixes the seed.</summary>
    public const string Variable = "NPS_TEST_SEED";

    /// <summary>Whether the long tests are asked for (<c>tests/run --long</c>).</summary>
    public static bool IsLong => Environment.GetEnvironmentVariable("NPS_TEST_LONG") == "1";

    public static void Run(Action<Random> test)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.Integer, CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();
        try
        {
            test(new Random(seed));
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"Failed with seed {seed}; run it again with {Variable}={seed}. {failure.Message}", failure);
        }
    }
}
