namespace NpsRealtime.Server;

/// <summary>Where the host listens when nobody says, and what it says while it starts.</summary>
internal static class HostSettings
{
    /// <summary>The address when none is configured.</summary>
    public const string DefaultAddress = "http://127.0.0.1:5080";

    public static void UseDefaultAddress(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var isConfigured = configuration["urls"] is { Length: > 0 }
            || configuration["http_ports"] is { Length: > 0 }
            || configuration["https_ports"] is { Length: > 0 }
            || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
        if (!isConfigured)
            configuration["urls"] = DefaultAddress;
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
    }

    // Made with the host's services, so that the notice is in place before the first of them starts.
    private sealed class StartedNotice : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
