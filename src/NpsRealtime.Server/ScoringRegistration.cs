using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Listing;
using NpsRealtime.Scoring.Store.Records;
using NpsRealtime.Server.Node;
using NpsRealtime.Storage;

namespace NpsRealtime.Server;

/// <summary>Puts the scoring and its database into a host.</summary>
internal static class ScoringRegistration
{
    /// <summary>The database that the options name, under each of its ports; opened before anything else of the host.</summary>
    public static void AddResponseStore(this IServiceCollection services, StoreOptions options, NodeOptions node)
    {
        services.AddSingleton(_ => ResponseStores.Create(options, node.ClusterId));
        services.AddSingleton<IResponseStore>(provider => provider.GetRequiredService<IDatabase>());
        services.AddSingleton<IRecordStore>(provider => provider.GetRequiredService<IDatabase>());
        services.AddSingleton<IResponseListing>(provider => provider.GetRequiredService<IDatabase>());
        services.AddSingleton<ITrailStore>(provider => provider.GetRequiredService<IDatabase>());
        services.AddSingleton<IPrivacyStore>(provider => provider.GetRequiredService<IDatabase>());
        services.AddHostedService<StopDeadline>();
        services.AddHostedService<StoreLifetime>();
    }

    /// <summary>What the engine is made of.</summary>
    public static void AddScoring(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ScoringOptions>().Bind(configuration.GetSection(ScoringOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<ScoringOptions>>().Value);
        services.AddSingleton<IScoringLog, LoggedScoring>();
        services.AddSingleton(provider => new ScoringParts(
            provider.GetRequiredService<IResponseStore>(),
            provider.GetRequiredService<ScoringOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IScoringLog>()));
    }
}
