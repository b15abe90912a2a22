using System.Data.Common;
using System.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NpsRealtime.Grains.Hosting;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Server;
using NpsRealtime.Storage;
using NpsRealtime.Storage.Cluster;
using NpsRealtime.Storage.Postgres;
using Orleans.Configuration;

namespace NpsRealtime.Silo;

/// <summary>Puts the cluster engine, its store and the node's place in the cluster into a host.</summary>
internal static class ClusterRegistration
{
    // How Orleans' providers name the driver.
    private const string Driver = "Npgsql";

    /// <summary>Reads the options; a node that lacks something is told what before anything starts.</summary>
    /// <exception cref="StartupException">An option is missing or malformed.</exception>
    public static NodeOptions ReadNode(this IConfiguration configuration)
    {
        var node = configuration.GetSection(NodeOptions.Section).Get<NodeOptions>() ?? new NodeOptions();
        var faults = new List<System.ComponentModel.DataAnnotations.ValidationResult>();
        if (!System.ComponentModel.DataAnnotations.Validator.TryValidateObject(node, new(node), faults, validateAllProperties: true))
            throw new StartupException("An option is not valid: " + string.Join(" ", faults.Select(fault => fault.ErrorMessage)));
        if (!IPAddress.TryParse(node.Address, out _))
            throw new StartupException($"--Orleans:Address={node.Address} is no IP address. Give the one at which the other nodes reach this one.");
        if (node.Dev && node.IsGateway)
            throw new StartupException("--dev is one silo by itself, which a gateway can't be. Leave one of the two out.");
        return node;
    }

    /// <summary>The database: PostgreSQL, shared by all nodes; SQLite with <c>--dev</c>. Opened before anything else of the host.</summary>
    /// <exception cref="StartupException">A cluster has no PostgreSQL.</exception>
    public static StoreOptions AddStore(this IServiceCollection services, IConfiguration configuration, NodeOptions node)
    {
        var options = configuration.GetSection(StoreOptions.Section).Get<StoreOptions>() ?? new StoreOptions();
        if (node.Dev)
        {
            services.AddDatabase(_ => ResponseStores.Create(options));
        }
        else if (string.IsNullOrWhiteSpace(options.Postgres))
        {
            throw new StartupException(
                "The nodes of a cluster share a PostgreSQL database: name it with --Store:Postgres=\"Host=…;Database=…;Username=…\", or start one silo on SQLite with --dev.");
        }
        else
        {
            services.AddDatabase(_ => new PostgresResponseStore(options.Postgres, options.PostgresSchema, node.ClusterId));
        }

        services.AddHostedService<StopDeadline>();
        services.AddHostedService<StoreLifetime>();
        return options;
    }

    /// <summary>What the engine is made of.</summary>
    public static void AddScoringParts(this IServiceCollection services, IConfiguration configuration)
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

    /// <summary>The node's place in its cluster: a silo, or a gateway without one.</summary>
    public static async Task JoinClusterAsync(this WebApplicationBuilder builder, NodeOptions node, StoreOptions store)
    {
        var tables = node.Dev ? null : await ClusterTables.PrepareAsync(store.Postgres!, store.PostgresSchema, CancellationToken.None);
        if (node.IsGateway)
            builder.Host.UseOrleansClient(client => client.Join(node, tables));
        else
            builder.Host.UseOrleans(silo => silo.Join(node, tables));
    }

    private static void Join(this ISiloBuilder silo, NodeOptions node, DbDataSource? tables)
    {
        silo.Configure<ClusterOptions>(options => Name(options, node));
        silo.ConfigureEndpoints(IPAddress.Parse(node.Address), node.SiloPort, node.GatewayPort);
        if (node.Dev)
        {
            silo.UseLocalhostClustering(node.SiloPort, node.GatewayPort, primarySiloEndpoint: null, node.ClusterId, node.ClusterId);
            silo.AddMemoryGrainStorageAsDefault();
        }
        else
        {
            silo.UseAdoNetClustering(options => (options.Invariant, options.DataSource) = (Driver, tables));
            silo.AddAdoNetGrainStorageAsDefault(options => (options.Invariant, options.DataSource) = (Driver, tables));
        }

        silo.AddClusterScoring();
    }

    private static void Join(this IClientBuilder client, NodeOptions node, DbDataSource? tables)
    {
        client.Configure<ClusterOptions>(options => Name(options, node));
        client.UseAdoNetClustering(options => (options.Invariant, options.DataSource) = (Driver, tables));
        client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
        client.UseConnectionRetryFilter<GatewayPatience>();
        client.AddClusterScoring();
    }

    private static void Name(ClusterOptions options, NodeOptions node) => (options.ClusterId, options.ServiceId) = (node.ClusterId, node.ClusterId);
}
