using System.Globalization;

namespace NpsRealtime.Benchmarks;

/// <summary>Prints figures in the form of the contract: <c>RESULT name value unit</c>, one a line.</summary>
internal static class Result
{
    public static void Print(string name, double value, string unit)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"RESULT {name} {value:0.###} {unit}"));
        ResultPage.Record(name, value, unit);
    }

    /// <summary>The value below which so many of the samples lie; <paramref name="share"/> is 0 to 1.</summary>
    public static double Quantile(IEnumerable<double> samples, double share)
    {
        var sorted = samples.Order().ToArray();
        return sorted[Math.Min((int)(share * sorted.Length), sorted.Length - 1)];
    }

    /// <summary>The middle of the samples.</summary>
    public static double Median(IEnumerable<double> samples) => Quantile(samples, 0.5);
}
