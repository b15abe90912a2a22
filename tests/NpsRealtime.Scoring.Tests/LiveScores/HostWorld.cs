using System.Collections.Concurrent;
using NpsRealtime.Contracts;
using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Tests.Simulation;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.LiveScores;

/// <summary>
/// A live score's host on one thread, beside a partition and a store that say what a test wants. Nothing runs but in
/// <see cref="Run"/>, and no time passes.
/// </summary>
internal sealed class HostWorld : NoScoringLog, IScoreLinks, IDisposable
{
    private readonly SynchronizationContext? _before = SynchronizationContext.Current;
    private readonly OneThread _context = new();
    private readonly List<TallyRow> _buckets = [];
    private readonly ManualTime _time = new(Requests.Now);

    public HostWorld()
    {
        SynchronizationContext.SetSynchronizationContext(_context);
        var tenant = new Tenant(1, "acme", "acme", TimeZoneInfo.Utc, new byte[Tenant.IdKeyBytes], partitions: 1);
        Outbox = new RollUpOutbox(partition: 0, _time, new ScoringOptions());
        Outbox.Start(Activation, head: 0);
        Host = new LiveScoreHost(new LiveScore(tenant, Key.Key), this, _time, new ScoringOptions(), this);
    }

    public static StoredKey Key { get; } = new(7, Requests.KeyOf("channel/web"));

    public Guid Activation { get; } = Guid.NewGuid();

    public LiveScoreHost Host { get; }

    public RollUpOutbox Outbox { get; }

    public long Head { get; private set; }

    public int Loads { get; private set; }

    public int Partitions => 1;

    /// <summary>Finds the key; may do something first.</summary>
    public Func<StoredKey?> FindKey { get; set; } = () => Key;

    /// <summary>Waited for by each load, before it is answered.</summary>
    public Func<Task> LoadingAsync { get; set; } = () => Task.CompletedTask;

    public List<long> Shown { get; } = [];

    /// <summary>Commits a change, and tells nobody.</summary>
    public RollUp Commit(TallyChange change)
    {
        Head++;
        _buckets.Add(new TallyRow(
            change.KeyId, 1, change.Minute, change.Change, change.LastRespondedAtMilliseconds, change.LastAcceptedAtMilliseconds));
        Outbox.Committed(Head, [change]);
        return Outbox.Attach(Key.Id, isWatched: true);
    }

    public IDisposable Watch(Action? onShown = null) => Host.Watch(new AllWindow(), snapshot =>
    {
        Shown.Add(snapshot.Counts.Total);
        onShown?.Invoke();
    });

    /// <summary>Runs whatever can run.</summary>
    public void Run()
    {
        do
        {
            while (_context.RunOne())
            {
            }
        }
        while (_time.FireNext(_time.GetUtcNow()));
    }

    /// <summary>Lets time pass, and whatever is due in it happen.</summary>
    public void Pass(TimeSpan span)
    {
        var until = _time.GetUtcNow() + span;
        do
            Run();
        while (_time.FireNext(until));
        Run();
    }

    /// <summary>The result of a call, which needs no time to pass. Whoever waited for a load is told on a thread of the pool.</summary>
    public T Result<T>(Task<T> task)
    {
        SpinWait.SpinUntil(
            () =>
            {
                Run();
                return task.IsCompleted;
            },
            TimeSpan.FromSeconds(20)).ShouldBeTrue("It has no answer.");
        return task.GetAwaiter().GetResult();
    }

    public void Start() => _ = Host.RunAsync();

    public async ValueTask<StoredKey?> FindKeyAsync(CancellationToken cancellation)
    {
        await Task.Yield();
        return FindKey();
    }

    public async Task<RollUp> AttachAsync(int partition, int keyId, bool isWatched, CancellationToken cancellation)
    {
        await Task.Yield();
        return Outbox.Attach(keyId, isWatched);
    }

    public async Task<ScoreLoad> LoadAsync(int keyId, bool isWatched, CancellationToken cancellation)
    {
        await Task.Yield();
        Loads++;
        var load = new ScoreLoad(
            new Dictionary<int, PartitionState> { [0] = new(Activation, Head, Minute.First) },
            [.. _buckets.GroupBy(row => row.Bucket).Select(rows => rows.Aggregate(Sum))]);
        await LoadingAsync();
        return load;
    }

    public void Dispose()
    {
        Host.Dispose();
        SynchronizationContext.SetSynchronizationContext(_before);
    }

    private static TallyRow Sum(TallyRow first, TallyRow second)
    {
        var tally = first.Tally;
        tally.Add(second.Tally);
        var last = first.LastRespondedAtMilliseconds > second.LastRespondedAtMilliseconds ? first : second;
        return last with { Tally = tally };
    }

    /// <summary>What is to run, in its order.</summary>
    private sealed class OneThread : SynchronizationContext
    {
        private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _ready = [];

        public override void Post(SendOrPostCallback d, object? state) => _ready.Enqueue((d, state));

        public bool RunOne()
        {
            if (!_ready.TryDequeue(out var next))
                return false;
            next.Callback(next.State);
            return true;
        }
    }
}
