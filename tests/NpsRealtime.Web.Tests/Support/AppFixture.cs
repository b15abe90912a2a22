using System.Globalization;
using NpsRealtime.Testing;

namespace NpsRealtime.Web.Tests.Support;

/// <summary>One server for all tests of a class; each test makes a tenant of its own in it.</summary>
public sealed class AppFixture : IAsyncLifetime
{
    private int _tenants;

    public NpsApp App { get; private set; } = null!;

    public async Task InitializeAsync() => App = await NpsApp.StartAsync();

    public async Task DisposeAsync() => await App.DisposeAsync();

    /// <summary>Makes a tenant that no other test has.</summary>
    public async Task<string> NewTenantAsync(string timeZone = "UTC")
    {
        var name = "tenant-" + Interlocked.Increment(ref _tenants).ToString(CultureInfo.InvariantCulture);
        await App.PutTenantAsync(name, timeZone);
        return name;
    }
}
