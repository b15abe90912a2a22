using System.Globalization;

namespace NpsRealtime.Testing;

/// <summary>What a process listens on, as the kernel tells it, whatever the process says.</summary>
public static class ListeningPorts
{
    private const string Listening = "0A";

    /// <summary>The TCP ports on which a process listens, on any address, in ascending order.</summary>
    public static IReadOnlyList<int> Of(int process)
    {
        var own = Directory.EnumerateFiles($"/proc/{process}/fd")
            .Select(path => new FileInfo(path).LinkTarget ?? "")
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal))
            .Select(target => target["socket:[".Length..^1])
            .ToHashSet(StringComparer.Ordinal);
        return [.. ((string[])["tcp", "tcp6"])
            .SelectMany(table => File.ReadLines($"/proc/{process}/net/{table}").Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[3] == Listening && own.Contains(fields[9]))
            .Select(fields => int.Parse(fields[1].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .Order()];
    }
}
