using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace NpsRealtime.Server.Node;

/// <summary>What a silo listens on: the ports it has bound, or nothing at all.</summary>
internal static class NodeTransport
{
    /// <summary>
    /// Listens on sockets that are bound already. Kestrel's transport does that, and Orleans, which asks for the same interface, can't.
    /// </summary>
    public static void UseSockets(this ISiloBuilder silo, NodeSockets sockets)
    {
        silo.Services.AddSingleton(sockets);
        silo.Services.Replace<IConnectionListenerFactory>(provider => new SocketTransportFactory(
            Options.Create(new SocketTransportOptions { CreateBoundListenSocket = sockets.Of, Backlog = NodeSockets.Backlog }),
            provider.GetRequiredService<ILoggerFactory>()));
    }

    /// <summary>
    /// Listens on nothing and calls nobody: a silo that is alone talks to itself, which never touches a socket. Orleans has no option for
    /// that, and its ports would be doors without a lock.
    /// </summary>
    public static void UseNoSockets(this ISiloBuilder silo)
    {
        silo.Services.Replace<IConnectionListenerFactory>(_ => new SilentListenerFactory());
        silo.Services.Replace<IConnectionFactory>(_ => new NoConnectionFactory());
    }

    /// <summary>Orleans registers these under keys that only it knows: each registration is replaced under its own.</summary>
    private static void Replace<T>(this IServiceCollection services, Func<IServiceProvider, T> make)
        where T : class
    {
        var found = 0;
        for (var index = 0; index < services.Count; index++)
        {
            if (services[index] is not { IsKeyedService: true } descriptor || descriptor.ServiceType != typeof(T))
                continue;
            services[index] = ServiceDescriptor.KeyedSingleton(descriptor.ServiceKey, (provider, _) => make(provider));
            found++;
        }

        if (found == 0)
            throw new InvalidOperationException($"Orleans registers no {typeof(T).Name} any more: look up how this version listens.");
    }

    private sealed class SilentListenerFactory : IConnectionListenerFactory
    {
        public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<IConnectionListener>(new SilentListener(endpoint));
    }

    private sealed class SilentListener(EndPoint endpoint) : IConnectionListener
    {
        private readonly TaskCompletionSource<ConnectionContext?> _unbound = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public EndPoint EndPoint => endpoint;

        /// <summary>Nobody ever comes.</summary>
        public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) => new(_unbound.Task.WaitAsync(cancellationToken));

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            _unbound.TrySetResult(null);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => UnbindAsync();
    }

    private sealed class NoConnectionFactory : IConnectionFactory
    {
        public ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException($"This silo is alone and has nobody to connect to at {endpoint}.");
    }
}
