using System.Globalization;
using NpsRealtime.Testing;

namespace NpsRealtime.Benchmarks;

/// <summary>
/// The processor's time of each process that a response goes through. Unlike a rate it is hardly disturbed by what else the machine
/// does, and it says who must become cheaper.
/// </summary>
internal sealed class ProcessorTime
{
    private const double TicksPerSecond = 100;

    private readonly (string Name, Func<double> Read)[] _parts;
    private readonly double[] _before;

    private ProcessorTime((string Name, Func<double> Read)[] parts)
    {
        _parts = parts;
        _before = Read();
    }

    /// <summary>Begins to measure the service, its database server, and this process, which sends.</summary>
    public static ProcessorTime Begin(NpsProcess service, PostgresServer server)
    {
        var postmaster = File.ReadLines(Path.Combine(server.DataFolder, "postmaster.pid")).First();
        return new ProcessorTime([
            ("sender", () => SecondsOf("self")),
            ("service", () => SecondsOf(service.Id.ToString(CultureInfo.InvariantCulture))),
            ("postgres", () => Directory.GetDirectories("/proc").Select(Path.GetFileName)
                .Where(name => name == postmaster || IsChild(name!, postmaster)).Sum(name => SecondsOf(name!)))]);
    }

    /// <summary>Prints how many microseconds each part took for each of so many responses.</summary>
    public void Print(string name, long responses)
    {
        var now = Read();
        for (var index = 0; index < _parts.Length; index++)
            Result.Print($"{name}.cpu_{_parts[index].Name}", (now[index] - _before[index]) * 1e6 / responses, "us/response");
    }

    private double[] Read() => Array.ConvertAll(_parts, part => part.Read());

    private static bool IsChild(string process, string parent) => char.IsAsciiDigit(process[0]) && Fields(process) is { } fields && fields[1] == parent;

    private static double SecondsOf(string process) => Fields(process) is { } fields
        ? (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond
        : 0;

    /// <summary>What stands in a process's <c>stat</c> behind its name: state, parent, and so on; null when it is gone.</summary>
    private static string[]? Fields(string process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
