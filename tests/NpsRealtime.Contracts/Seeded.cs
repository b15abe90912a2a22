using System.Globalization;

namespace NpsRealtime.Contracts;

/// <summary>Runs a randomised test and says how to run it again when it fails.</summary>
public static class Seeded
{
    /// <summary>The environment variable that fixes the seed.</summary>
    public const string Variable = "NPS_TEST_SEED";

    /// <summary>Whether the long tests are asked for (<c>tests/run --long</c>).</summary>
    public static bool IsLong => Environment.GetEnvironmentVariable("NPS_TEST_LONG") == "1";

    /// <summary>The seed that was asked for; null when none was.</summary>
    public static int? Given =>
        int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.Integer, CultureInfo.InvariantCulture, out var given) ? given : null;

    /// <summary>A seed for a test that tells by itself how to repeat it.</summary>
    /// <param name="tell">Where the seed is told, before anything can fail.</param>
    public static int Draw(Action<string> tell)
    {
        var seed = Given ?? Random.Shared.Next();
        tell($"seed {seed}; to run it again: {Variable}={seed}");
        return seed;
    }

    public static void Run(Action<Random> test) => Run(seed => test(new Random(seed)));

    /// <summary>The same for tests that draw otherwise.</summary>
    public static void Run(Action<int> test)
    {
        var seed = Given ?? Random.Shared.Next();
        try
        {
            test(seed);
        }
        catch (Exception failure)
        {
            throw Told(seed, failure);
        }
    }

    public static async Task RunAsync(Func<int, Task> test)
    {
        var seed = Given ?? Random.Shared.Next();
        try
        {
            await test(seed);
        }
        catch (Exception failure)
        {
            throw Told(seed, failure);
        }
    }

    private static InvalidOperationException Told(int seed, Exception failure) =>
        new($"Failed with seed {seed}; run it again with {Variable}={seed}. {failure.Message}", failure);
}
