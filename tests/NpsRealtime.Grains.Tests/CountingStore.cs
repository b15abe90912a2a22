using System.Reflection;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Grains.Tests;

/// <summary>A store that notes what it is asked, and passes it on.</summary>
public class CountingStore : DispatchProxy
{
    private readonly Lock _gate = new();
    private readonly List<string> _calls = [];
    private IResponseStore? _store;

    /// <summary>The names of the members called so far.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_gate)
                return [.. _calls];
        }
    }

    /// <summary>Wraps a store. The result is also a <see cref="CountingStore"/>.</summary>
    public static IResponseStore Around(IResponseStore store)
    {
        var proxy = Create<IResponseStore, CountingStore>();
        ((CountingStore)(object)proxy)._store = store;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        lock (_gate)
            _calls.Add(targetMethod!.Name);
        return targetMethod.Invoke(_store, args);
    }
}
