using System.Collections.Concurrent;
using System.Reflection;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Grains.Tests.Support;

/// <summary>A store that notes on which threads it is asked what.</summary>
public class WatchedStore : DispatchProxy
{
    private readonly ConcurrentDictionary<(string Method, string Thread), byte> _calls = new();
    private IResponseStore _store = null!;

    /// <summary>The methods that were called, each with the name of a thread that called it.</summary>
    public IEnumerable<(string Method, string Thread)> Calls => _calls.Keys;

    /// <summary>A store that does what another does.</summary>
    public static (IResponseStore Store, WatchedStore Watched) Around(IResponseStore store)
    {
        var proxy = Create<IResponseStore, WatchedStore>();
        var watched = (WatchedStore)(object)proxy;
        watched._store = store;
        return (proxy, watched);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        _calls[(targetMethod!.Name, Thread.CurrentThread.Name ?? "")] = 0;
        return targetMethod.Invoke(_store, args);
    }
}
