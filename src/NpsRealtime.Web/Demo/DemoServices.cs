using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NpsRealtime.Web.Demo;

/// <summary>Adds the demo to a host.</summary>
public static class DemoServices
{
    /// <summary>
    /// Does nothing unless the configuration asks for the demo (<c>--demo</c>). Otherwise points the store at a
    /// throw-away database, whatever store was configured: made-up traffic must never reach a real one. So this comes before
    /// anything that reads the section <c>Store</c>.
    /// </summary>
    public static IServiceCollection AddDemo(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DemoOptions>().Bind(configuration.GetSection(DemoOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        if (!configuration.GetSection(DemoOptions.Section).GetValue<bool>(nameof(DemoOptions.Enabled)))
            return services;
        var folder = DemoFolder.Make();
        configuration["Store:Sqlite"] = Path.Combine(folder, "demo.db");
        configuration["Store:Postgres"] = null;
        services.TryAddSingleton(TimeProvider.System);
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(
            provider => new DemoFolder(folder, provider.GetRequiredService<ILogger<DemoFolder>>())));
        services.AddSingleton<DemoScenery>();
        services.AddHostedService<DemoTraffic>();
        return services;
    }
}
