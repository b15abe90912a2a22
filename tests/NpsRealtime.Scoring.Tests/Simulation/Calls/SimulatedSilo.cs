using System.Globalization;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Grains.Partitions;
using NpsRealtime.Grains.Scores;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;
using ScoreReads = NpsRealtime.Grains.Engine.LiveScores;

namespace NpsRealtime.Scoring.Tests.Simulation.Calls;

/// <summary>One simulated silo: the real senders, subscriptions, hosts and committer, on a faulty connection and a clock of its own.</summary>
internal sealed class SimulatedSilo
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);

    private readonly FaultyConnection _connection;
    private readonly CallWorld _world;
    private readonly SimulatedGrains _grains;
    private readonly PartitionSender[] _senders;
    private readonly ScoreReads _reads;
    private readonly Dictionary<string, (ScoreSubscription Subscription, Viewer Viewer)> _watched = new(StringComparer.Ordinal);
    private readonly List<HostedScore> _scores = [];
    private readonly Queue<WaitingBatch> _sent = new();

    public SimulatedSilo(CallWorld world)
    {
        _world = world;
        Name = string.Create(CultureInfo.InvariantCulture, $"silo {++world.SilosBegun}");
        Context = new SiloContext(world.Network);
        Time = new SiloTime(world.Time, Context, TimeSpan.FromMilliseconds(world.Random.Next(-240, 240)));
        _connection = new FaultyConnection(world.Store, world.Faults);
        Parts = new ScoringParts(_connection, world.Options, Time, world.Log) { NodeTime = Time, Begin = BeginAsync };
        Tenant = new NodeTenant(world.Tenant, Parts);
        Committer = new Committer(_connection, world.Options, Time, world.Log, fencesLostMax: 1);
        _grains = new SimulatedGrains(world.Cluster, this);
        _reads = new ScoreReads(_grains, Parts);
        _senders = [.. Enumerable.Range(0, world.Tenant.Partitions).Select(MakeSender)];
        Run(() =>
        {
            _ = Committer.RunAsync();
            _ = TickAsync();
        });
    }

    /// <summary>For the trace.</summary>
    public string Name { get; }

    public SiloContext Context { get; }

    public SiloTime Time { get; }

    public ScoringParts Parts { get; }

    public NodeTenant Tenant { get; }

    public Committer Committer { get; }

    public LoadLimiter Loads { get; } = new(2);

    /// <summary>Whether the others take it for dead, which it may learn later.</summary>
    public bool IsDeclaredDead { get; set; }

    /// <summary>How often it was frozen.</summary>
    public int Frozen { get; private set; }

    /// <summary>The viewers, by key.</summary>
    public IEnumerable<(string Key, ScoreSubscription Subscription, Viewer Viewer)> Watched =>
        _watched.Select(watched => (watched.Key, watched.Value.Subscription, watched.Value.Viewer));

    public void Run(Action work) => Context.Post(_ => work(), null);

    /// <summary>Runs work here on behalf of others; never ends when the silo dies.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        var done = new TaskCompletionSource<T>();
        Run(() => _ = TellAsync(work, done));
        return done.Task;
    }

    public void Kill()
    {
        _connection.IsDead = true;
        Context.Kill();
    }

    public void Freeze()
    {
        Frozen++;
        Context.Freeze();
    }

    /// <summary>Takes a batch; those of all its clients in the order in which they were sent, whatever runs when.</summary>
    public void Send(WaitingBatch batch)
    {
        _sent.Enqueue(batch);
        Run(() =>
        {
            var next = _sent.Dequeue();
            if (_senders.Length == 1)
            {
                _senders[0].Enqueue(next);
                return;
            }

            foreach (var part in Enumerable.Range(0, next.Requests.Count).GroupBy(index => next.Requests[index].IdHash.Partition(_senders.Length)))
                _senders[part.Key].Enqueue(next, [.. part]);
        });
    }

    public void Watch(ScoreKey key) => Run(() =>
    {
        if (_watched.ContainsKey(key.Text))
            return;
        var subscription = _world.Variant == CallVariant.OlderLifeBelieved
            ? new SubscriptionThatBelieves(_world.Tenant, key, _grains, Parts)
            : new ScoreSubscription(_world.Tenant, key, _grains, Parts);
        var viewer = new Viewer(_world, key);
        subscription.TryAdd("all", viewer.Show);
        _watched[key.Text] = (subscription, viewer);
    });

    /// <summary>Reads the tenant's score once everything up to a position is in.</summary>
    public Task<ScoreSnapshot> ReadAsync(Position after) =>
        RunAsync(() => _reads.ReadAsync(_world.Tenant, ScoreKey.Tenant, new AllWindow(), after, CancellationToken.None));

    public void WatchNoMore(ScoreKey key) => Run(() =>
    {
        if (_watched.Remove(key.Text, out var watched))
            watched.Subscription.Remove("all", watched.Viewer.Show);
    });

    public HostedPartition Host(int partition, Func<Task> lost) => _world.Variant == CallVariant.ClosedPartitionThatTakes
        ? new PartitionThatStillTakes(Tenant, partition, Committer, _grains, Parts, lost)
        : new HostedPartition(Tenant, partition, Committer, _grains, Parts, lost);

    public HostedScore Host(ScoreKey key, Action<string> leave)
    {
        var score = new HostedScore(Tenant, key, Loads, _grains, Parts, leave);
        _scores.Add(score);
        return score;
    }

    public void Forget(HostedScore score) => _scores.Remove(score);

    private static async Task TellAsync<T>(Func<Task<T>> work, TaskCompletionSource<T> done)
    {
        try
        {
            done.TrySetResult(await work());
        }
        catch (Exception failure)
        {
            done.TrySetException(failure);
        }
    }

    private static async Task BeginAsync(Func<Task> work)
    {
        await Task.Yield();
        await work();
    }

    private PartitionSender MakeSender(int partition) => _world.Variant switch
    {
        CallVariant.RepetitionThatOvertakes or CallVariant.SameIdInTwoCalls or CallVariant.ShortcutThatOvertakes =>
            new SenderThatOvertakes(_world.Variant, _world.Tenant, partition, _grains, Parts, new TraceLogger(_world)),
        _ => new PartitionSender(_world.Tenant, partition, _grains, Parts, new TraceLogger(_world)),
    };

    private async Task TickAsync()
    {
        while (true)
        {
            await Task.Delay(TickInterval, Time);
            foreach (var score in _scores.ToArray())
                score.Tick();
            if (Tenant.AwaitsBirths)
                await RefreshAsync();
        }
    }

    private async Task RefreshAsync()
    {
        try
        {
            await Tenant.RefreshAsync(CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // The next second tries again.
        }
    }
}
