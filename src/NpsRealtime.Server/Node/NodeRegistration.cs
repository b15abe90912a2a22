using System.ComponentModel.DataAnnotations;
using System.Data.Common;
using System.Net;
using NpsRealtime.Grains.Hosting;
using NpsRealtime.Scoring;
using NpsRealtime.Storage;
using NpsRealtime.Storage.Cluster;
using Orleans.Configuration;

namespace NpsRealtime.Server.Node;

/// <summary>Makes a host a silo that is alone, a silo of a cluster, or a gateway to one.</summary>
internal static class NodeRegistration
{
    // How Orleans' providers name the driver.
    private const string Driver = "Npgsql";

    /// <summary>Which database the options name.</summary>
    public static StoreOptions ReadStore(this IConfiguration configuration) =>
        configuration.GetSection(StoreOptions.Section).Get<StoreOptions>() ?? new StoreOptions();

    /// <summary>Reads the options; a node that lacks something is told what before anything starts.</summary>
    /// <exception cref="StartupException">An option is malformed.</exception>
    public static NodeOptions ReadNode(this IConfiguration configuration)
    {
        var node = configuration.GetSection(NodeOptions.Section).Get<NodeOptions>() ?? new NodeOptions();
        var faults = new List<ValidationResult>();
        if (!Validator.TryValidateObject(node, new(node), faults, validateAllProperties: true))
            throw new StartupException("An option is not valid: " + string.Join(" ", faults.Select(fault => fault.ErrorMessage)));
        if (!IPAddress.TryParse(node.Address, out var address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            throw new StartupException($"--Orleans:Address={node.Address} is no address of a machine. Give the IP address at which the other nodes reach this one.");
        return node;
    }

    /// <summary>Makes the host what the options say: who has a database of its own is alone, and members of a cluster share one.</summary>
    /// <exception cref="StartupException">The place is taken, or something that the options name is not there.</exception>
    public static async Task AddNodeAsync(this WebApplicationBuilder builder, StoreOptions store, NodeOptions node)
    {
        if (store.IsShared)
            await builder.JoinClusterAsync(node, store.Postgres, store.PostgresSchema);
        else if (node.IsGateway)
            throw new StartupException("A gateway serves a cluster, whose nodes share a PostgreSQL database: name it with --Store:Postgres=\"Host=…;Database=…;Username=…\".");
        else
            builder.Host.UseOrleans(BeAlone);
    }

    /// <summary>A silo by itself: it listens on nothing beside HTTP.</summary>
    private static void BeAlone(ISiloBuilder silo)
    {
        silo.UseLocalhostClustering(gatewayPort: 0);
        silo.UseNoSockets();
        silo.AddScoringGrains(isAlone: true);
    }

    private static async Task JoinClusterAsync(this WebApplicationBuilder builder, NodeOptions node, string postgres, string schema)
    {
        var certificate = NodeCertificate.Read(node, TimeProvider.System);
        var tables = await ClusterTables.PrepareAsync(postgres, schema, CancellationToken.None);
        var place = new NodePlace(cancellation => ClusterMembers.ReadAsync(tables, node.ClusterId, cancellation), TimeProvider.System);

        // By a factory, so that it is closed with the host's services.
        builder.Services.AddSingleton<DbDataSource>(_ => tables);
        if (node.IsGateway)
        {
            await place.TakeAsync(silo: null, CancellationToken.None);
            builder.Host.UseOrleansClient(client => client.Join(node, certificate));
            return;
        }

        var sockets = NodeSockets.Bind(node);
        try
        {
            await place.TakeAsync(sockets.Silo, CancellationToken.None);
        }
        catch
        {
            sockets.Dispose();
            throw;
        }

        builder.Services.AddHostedService(provider => new NodeNotice(sockets, certificate is not null, provider.GetRequiredService<ILogger<NodeNotice>>()));
        builder.Host.UseOrleans(silo => silo.Join(node, sockets, certificate));
    }

    private static void Join(this ISiloBuilder silo, NodeOptions node, NodeSockets sockets, NodeCertificate? certificate)
    {
        silo.Configure<ClusterOptions>(options => Name(options, node));
        silo.Configure<SiloOptions>(options => options.SiloName = NodeName.Own);
        silo.ConfigureEndpoints(sockets.Silo.Address, sockets.Silo.Port, sockets.Gateway.Port);
        silo.UseSockets(sockets);
        silo.Services.AddSingleton<IFatalErrorHandler, NodeFailure>();
        silo.UseAdoNetClustering(options => options.Configure<DbDataSource>((membership, tables) => (membership.Invariant, membership.DataSource) = (Driver, tables)));
        silo.AddAdoNetGrainStorageAsDefault(options => options.Configure<DbDataSource>((storage, tables) => (storage.Invariant, storage.DataSource) = (Driver, tables)));
        if (certificate is not null)
            silo.UseTls(certificate.Configure);
        silo.AddScoringGrains(isAlone: false);
    }

    private static void Join(this IClientBuilder client, NodeOptions node, NodeCertificate? certificate)
    {
        client.Configure<ClusterOptions>(options => Name(options, node));
        client.UseAdoNetClustering(options => options.Configure<DbDataSource>((membership, tables) => (membership.Invariant, membership.DataSource) = (Driver, tables)));
        client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1));
        client.UseConnectionRetryFilter<GatewayPatience>();
        if (certificate is not null)
            client.UseTls(certificate.Configure);
        client.AddScoringGateway();
    }

    private static void Name(ClusterOptions options, NodeOptions node) => (options.ClusterId, options.ServiceId) = (node.ClusterId, node.ClusterId);
}
