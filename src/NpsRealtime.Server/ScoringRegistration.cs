using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Storage;

namespace NpsRealtime.Server;

/// <summary>Puts the local engine and its store into a host.</summary>
internal static class ScoringRegistration
{
    /// <summary>The engine of one machine.</summary>
    public static IServiceCollection AddScoring(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ScoringOptions>()
            .Bind(configuration.GetSection(ScoringOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<ScoringOptions>>().Value);
        services.AddSingleton<IScoringLog, LoggedScoring>();
        services.AddSingleton<LocalScoreEngine>();
        services.AddSingleton<IScoreEngine>(provider => provider.GetRequiredService<LocalScoreEngine>());
        services.AddSingleton<ITenantMemory>(provider => provider.GetRequiredService<LocalScoreEngine>());
        services.AddHostedService<EngineLifetime>();
        return services;
    }

    /// <summary>The database that the configuration names.</summary>
    public static IServiceCollection AddResponseStore(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection(StoreOptions.Section).Get<StoreOptions>() ?? new StoreOptions();
        return services.AddDatabase(_ => ResponseStores.Create(options));
    }
}
