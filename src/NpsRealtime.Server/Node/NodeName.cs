using System.Security.Cryptography;
using System.Text;

namespace NpsRealtime.Server.Node;

/// <summary>
/// What a silo is called in the membership table: the machine's name, and a mark of its network. Two silos of one mark share their loopback
/// address, and ports of their addresses can't be had by both.
/// </summary>
internal static class NodeName
{
    private const char Bar = '/';

    /// <summary>The name of silos in this network of this machine.</summary>
    public static string Own { get; } = Environment.MachineName + Bar + Mark();

    /// <summary>Whether a silo of that name shares this one's network.</summary>
    public static bool IsNear(string name) => name.AsSpan(name.IndexOf(Bar) + 1).SequenceEqual(Own.AsSpan(Own.IndexOf(Bar) + 1));

    // A machine's name may be given twice; a start of a machine has an id of its own, and a container a network of its own.
    private static string Mark()
    {
        var text = OperatingSystem.IsLinux()
            ? File.ReadAllText("/proc/sys/kernel/random/boot_id") + File.ResolveLinkTarget("/proc/self/ns/net", returnFinalTarget: false)?.Name
            : "";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text + Environment.MachineName)).AsSpan(0, 6));
    }
}
