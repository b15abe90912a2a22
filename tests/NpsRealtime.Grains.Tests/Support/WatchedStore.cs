using System.Collections.Concurrent;
using System.Reflection;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Grains.Tests.Support;

/// <summary>A store that notes on which threads it is asked what, and how often.</summary>
public class WatchedStore : DispatchProxy
{
    private readonly ConcurrentDictionary<(string Method, string Thread), int> _calls = new();
    private IResponseStore _store = null!;

    /// <summary>The methods that were called, each with the name of a thread that called it.</summary>
    public IEnumerable<(string Method, string Thread)> Calls => _calls.Keys;

    /// <summary>While it is not complete, no commit begins.</summary>
    public Task Committing { get; set; } = Task.CompletedTask;

    /// <summary>How often a method was called.</summary>
    public int CountOf(string method) => _calls.Where(call => call.Key.Method == method).Sum(call => call.Value);

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
        _calls.AddOrUpdate((targetMethod!.Name, Thread.CurrentThread.Name ?? ""), 1, static (_, count) => count + 1);
        return targetMethod.Name == nameof(IResponseStore.CommitAsync) && !Committing.IsCompleted
            ? CommitAsync(() => (Task)targetMethod.Invoke(_store, args)!)
            : targetMethod.Invoke(_store, args);
    }

    private async Task CommitAsync(Func<Task> commit)
    {
        await Committing;
        await commit();
    }
}
