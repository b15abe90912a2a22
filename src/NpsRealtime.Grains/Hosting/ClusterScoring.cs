using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NpsRealtime.Grains.Engine;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Grains.StoreWatch;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Tenants;
using Orleans.Configuration;
using Orleans.Hosting;

namespace NpsRealtime.Grains.Hosting;

/// <summary>Puts the cluster engine into a host. The host provides <see cref="ScoringParts"/>, opens their store first and closes it last.</summary>
public static class ClusterScoring
{
    /// <summary>A grain call that takes longer has an unknown outcome.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The engine as a silo: it hosts grains and reaches those of the others.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="isAlone">Whether there are never others, so that nobody has to be watched or asked.</param>
    public static ISiloBuilder AddScoringGrains(this ISiloBuilder silo, bool isAlone)
    {
        silo.Services.AddSingleton<SiloScoring>();
        silo.Services.AddSingleton<SiloMembership>();
        silo.Services.AddSingleton<IMembership>(provider => provider.GetRequiredService<SiloMembership>());
        if (!isAlone)
        {
            silo.AddGrainService<StoreWitness>();
            silo.Services.AddSingleton<StoreReach>();
            silo.Services.AddSingleton<StoreWitnesses>();
            silo.Services.AddHostedService<StoreSentinel>();
            silo.Configure<ClusterMembershipOptions>(ClusterLiveness.Configure);
        }

        silo.AddActivityPropagation();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SiloLifetime>();
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = CallTimeout);
        AddEngine(silo.Services);
        return silo;
    }

    /// <summary>The engine as a gateway: it reaches the grains of the silos and hosts none.</summary>
    public static IClientBuilder AddScoringGateway(this IClientBuilder client)
    {
        client.Services.AddSingleton<GatewayMembership>();
        client.Services.AddSingleton<IMembership>(provider => provider.GetRequiredService<GatewayMembership>());
        client.Services.AddSingleton<ILifecycleParticipant<IClusterClientLifecycle>, GatewayLifetime>();
        client.AddActivityPropagation();
        client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = CallTimeout);
        AddEngine(client.Services);
        return client;
    }

    private static void AddEngine(IServiceCollection services)
    {
        // Orleans calls through Polly, which tells of every call that succeeded.
        services.AddLogging(logging => logging.AddFilter("Polly", LogLevel.Warning));
        services.AddSingleton<NodeTenants>();
        services.AddSingleton<ClusterScoreEngine>();
        services.AddSingleton<ITenantMemory>(provider => provider.GetRequiredService<ClusterScoreEngine>());
        services.AddSingleton<IScoreEngine>(provider => provider.GetRequiredService<ClusterScoreEngine>());
    }
}
