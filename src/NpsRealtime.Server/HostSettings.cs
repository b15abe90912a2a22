using System.Globalization;
using System.Net.NetworkInformation;

namespace NpsRealtime.Server;

/// <summary>Where the host listens when nobody says, and what it says while it starts.</summary>
internal static class HostSettings
{
    private const string DefaultHost = "http://127.0.0.1:";
    private const int DefaultPort = 5_080;
    private const int PortsTried = 100;

    /// <summary>Listens on the default address when none is configured.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="mayMove">Whether it takes the next free port when that one is taken, as further members of a cluster on one machine do.</param>
    public static void UseDefaultAddress(this WebApplicationBuilder builder, bool mayMove)
    {
        var configuration = builder.Configuration;
        var isConfigured = configuration["urls"] is { Length: > 0 }
            || configuration["http_ports"] is { Length: > 0 }
            || configuration["https_ports"] is { Length: > 0 }
            || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
        if (!isConfigured)
            configuration["urls"] = string.Create(CultureInfo.InvariantCulture, $"{DefaultHost}{(mayMove ? FreePort() : DefaultPort)}");
    }

    private static int FreePort()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port).ToHashSet();
        return Enumerable.Range(DefaultPort, PortsTried).FirstOrDefault(port => !taken.Contains(port), DefaultPort);
    }

    /// <summary>
    /// Silences what the framework says about a failed start, with a stack trace for each layer: <see cref="ServerHost"/> reports it
    /// in one line. Everything is logged from the moment the host has started.
    /// </summary>
    public static void QuietUntilStarted(this WebApplicationBuilder builder)
    {
        var (hasStarted, hasFailed) = (false, false);
        builder.Services.AddHostedService(provider =>
        {
            var lifetime = provider.GetRequiredService<IHostApplicationLifetime>();
            lifetime.ApplicationStarted.Register(() => hasStarted = true);
            lifetime.ApplicationStopping.Register(() => hasFailed = !hasStarted);
            return new StartedNotice();
        });
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.UseUtcTimestamp = true;
        });
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", level => (hasStarted || !hasFailed) && level >= LogLevel.Information);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => hasStarted && level >= LogLevel.Information);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => hasStarted && level >= LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

        // Of a start that fails it tells each step that it takes back. At each start it takes the time since the machine was started for a
        // check that did not come to its end, and warns of a deadlock.
        builder.Logging.AddFilter("Orleans", level => !hasFailed && level >= LogLevel.Warning);
        builder.Logging.AddFilter("Orleans.Runtime.Watchdog", level => !hasFailed && level >= LogLevel.Error);

        // Orleans tells under this name of every change of its ring.
        builder.Logging.AddFilter("NpsRealtime.Grains.StoreWatch.StoreWitness", LogLevel.Warning);
    }

    // Made with the host's services, so that the notice is in place before the first of them starts.
    private sealed class StartedNotice : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
