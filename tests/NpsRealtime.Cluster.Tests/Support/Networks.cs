using System.Diagnostics;
using System.Globalization;

namespace NpsRealtime.Cluster.Tests.Support;

/// <summary>
/// A network namespace for each silo, joined by a bridge on which the database and the gateway are as well; so that a test can cut one
/// silo off from some and not from others. Needs root and the kernel's leave.
/// </summary>
internal sealed class Networks : IAsyncDisposable
{
    /// <summary>Why a test without namespaces is skipped.</summary>
    public const string Missing = "Network namespaces can't be made here: that needs root and iproute2.";

    private readonly string _name;
    private readonly string _subnet;
    private readonly int _count;

    private Networks(int number, int count)
    {
        _name = string.Create(CultureInfo.InvariantCulture, $"nps{number}");
        _subnet = string.Create(CultureInfo.InvariantCulture, $"10.213.{number}");
        _count = count;
    }

    /// <summary>The addresses of all of them.</summary>
    public string Range => _subnet + ".0/24";

    /// <summary>The gateway's address.</summary>
    public string Gateway => _subnet + ".1";

    /// <summary>The database's address.</summary>
    public string Database => _subnet + ".100";

    /// <summary>Makes them; null when this machine does not let us.</summary>
    public static async Task<Networks?> TryMakeAsync(int count)
    {
        var networks = new Networks(Random.Shared.Next(1, 250), count);
        try
        {
            await networks.MakeAsync();
            return networks;
        }
        catch (Exception failure) when (failure is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            await networks.DisposeAsync();
            return null;
        }
    }

    /// <summary>The namespace of a silo.</summary>
    public string Space(int silo) => string.Create(CultureInfo.InvariantCulture, $"{_name}n{silo}");

    /// <summary>The address of a silo.</summary>
    public string Address(int silo) => string.Create(CultureInfo.InvariantCulture, $"{_subnet}.{10 + silo}");

    /// <summary>From now on nothing that a silo sends reaches an address.</summary>
    public Task CutAsync(int silo, string address) => IpAsync("-n", Space(silo), "route", "add", "blackhole", address + "/32");

    /// <summary>It does again.</summary>
    public Task HealAsync(int silo, string address) => IpAsync("-n", Space(silo), "route", "del", "blackhole", address + "/32");

    public async ValueTask DisposeAsync()
    {
        for (var silo = 0; silo < _count; silo++)
            await TryIpAsync("netns", "del", Space(silo));
        await TryIpAsync("link", "del", _name);
    }

    private async Task MakeAsync()
    {
        await IpAsync("link", "add", _name, "type", "bridge");
        await IpAsync("addr", "add", Gateway + "/24", "dev", _name);
        await IpAsync("addr", "add", Database + "/24", "dev", _name);
        await IpAsync("link", "set", _name, "up");
        for (var silo = 0; silo < _count; silo++)
        {
            var (space, end) = (Space(silo), string.Create(CultureInfo.InvariantCulture, $"{_name}v{silo}"));
            await IpAsync("netns", "add", space);
            await IpAsync("link", "add", end, "type", "veth", "peer", "name", "eth0", "netns", space);
            await IpAsync("link", "set", end, "master", _name, "up");
            await IpAsync("-n", space, "addr", "add", Address(silo) + "/24", "dev", "eth0");
            await IpAsync("-n", space, "link", "set", "eth0", "up");
            await IpAsync("-n", space, "link", "set", "lo", "up");
        }
    }

    private static async Task IpAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {error}");
    }

    private static async Task TryIpAsync(params string[] arguments)
    {
        try
        {
            await IpAsync(arguments);
        }
        catch (Exception failure) when (failure is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It was never made.
        }
    }
}
