using System.Globalization;
using System.Text;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.Simulation.Calls;

/// <summary>
/// One seeded run of the calls between nodes: the real senders, hosted partitions and scores, links and subscriptions of several silos,
/// which are frozen and killed, over a network and a database that fail. Whatever happens, what was answered holds, the order in which an
/// id's requests were sent is kept, nobody waits for more than 15 seconds, and when the faults are over every viewer soon sees the recount.
/// </summary>
internal sealed class CallRun
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan CommitMax = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ShowMax = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RestSpan = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan DeclaredAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UncertainSpan = TimeSpan.FromSeconds(4);
    private static readonly string[] Channels = ["web", "phone"];
    private static readonly ScoreKey[] Keys = [ScoreKey.Tenant, KeyOf("channel/web"), KeyOf("segment/region/emea")];

    private readonly CallWorld _world;
    private readonly Random _random;
    private readonly ResponseReader _reader;
    // Each seed has a pace, a number of ids and a rate of disasters of its own: what one kind of run never meets another does.
    private readonly int _idsMax;
    private readonly int _pauseMax;
    private readonly int _calm;
    private readonly Dictionary<string, IdHistory> _ids = new(StringComparer.Ordinal);

    private CallRun(int seed, CallVariant variant)
    {
        _world = new CallWorld(seed, variant);
        _random = _world.Random;
        _reader = new ResponseReader(_world.Options, _world.Time);
        _idsMax = _random.Next(8, 40);
        _pauseMax = _random.Next(200, 1_500);
        _calm = _random.Next(1, 6);
    }

    /// <summary>Runs a seed. Returns what was wrong, nothing when all is well, and what happened.</summary>
    public static (IReadOnlyList<string> Wrong, IReadOnlyList<string> Trace) Run(int seed, CallVariant variant)
    {
        var before = SynchronizationContext.Current;
        var run = new CallRun(seed, variant);
        SynchronizationContext.SetSynchronizationContext(run._world.Network);
        try
        {
            run.Run();
            return (run._world.Wrong, run._world.Steps);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private void Run()
    {
        for (var silo = _random.Next(2, 4); silo > 0; silo--)
            _world.Cluster.Silos.Add(new SimulatedSilo(_world));
        for (var step = _random.Next(20, 60); step > 0; step--)
        {
            Act();
            Advance(TimeSpan.FromMilliseconds(_random.Next(5) switch
            {
                < 2 => _random.Next(20),
                < 4 => _random.Next(_pauseMax),
                _ => _random.Next(5 * _pauseMax),
            }));
        }

        Settle();
    }

    private void Act()
    {
        switch (_random.Next(40))
        {
            case < 24:
                Send();
                break;
            case < 27:
                Silo().Watch(Key());
                break;
            case 27:
                Silo().WatchNoMore(Key());
                break;
            case >= 28 when _random.Next(_calm) > 0:
                break;
            case < 32:
                _world.Cluster.Move(Grain());
                break;
            case < 36:
                _world.Cluster.LiveTwice(Grain());
                break;
            case < 38:
                _ = FreezeAsync(Silo());
                break;
            default:
                Kill(Silo());
                break;
        }
    }

    private void Advance(TimeSpan span)
    {
        var until = _world.Time.GetUtcNow() + span;
        do
        {
            while (_world.Network.RunOne())
            {
            }
        }
        while (_world.Time.FireNext(until));
    }

    private void Settle()
    {
        _world.Faults.IsOver = true;
        foreach (var silo in _world.Cluster.Silos.ToArray())
            End(silo);
        foreach (var silo in _world.Cluster.Silos)
        {
            foreach (var key in Keys)
                silo.Watch(key);
        }

        Advance(CommitMax);
        foreach (var (id, history) in _ids.Where(history => history.Value.Owner is not null))
            _world.Wrong.Add($"{id} has no answer.");
        Advance(ShowMax);
        _world.IsAtRest = true;
        CheckViewers();
        Advance(RestSpan);
        CheckViewers();
        CheckStored();
    }

    // ---- Silos

    private SimulatedSilo Silo() => _world.Cluster.Silos[_random.Next(_world.Cluster.Silos.Count)];

    private static ScoreKey Key(Random random) => Keys[random.Next(Keys.Length)];

    private ScoreKey Key() => Key(_random);

    private string Grain()
    {
        // Partitions more often than scores: more can go wrong with them.
        var names = _world.Cluster.Grains.ToArray();
        return names.Length == 0 || _random.Next(2) == 0 ? "0" : names[_random.Next(names.Length)];
    }

    private void Kill(SimulatedSilo silo)
    {
        _world.Trace("kill");
        silo.Kill();
        foreach (var history in _ids.Values)
            history.Died(silo, _world.Time.GetUtcNow() + UncertainSpan);
        _world.Cluster.Silos[_world.Cluster.Silos.IndexOf(silo)] = new SimulatedSilo(_world);
        _ = DeclareAsync(silo);
    }

    private async Task DeclareAsync(SimulatedSilo silo)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(_random.Next((int)DeclaredAfter.TotalMilliseconds)), _world.Time);
        _world.Cluster.Declare(silo);
    }

    /// <summary>One that was frozen for long wakes among others who take it for dead, lives on for a moment, and ends.</summary>
    private async Task FreezeAsync(SimulatedSilo silo)
    {
        if (silo.Context.IsFrozen)
            return;
        _world.Trace("freeze");
        silo.Freeze();
        var span = TimeSpan.FromMilliseconds(_random.Next(16_000));
        if (span > DeclaredAfter)
        {
            await Task.Delay(DeclaredAfter, _world.Time);
            if (silo.Context.IsDead)
                return;
            _world.Cluster.Declare(silo);
            span -= DeclaredAfter;
        }

        await Task.Delay(span, _world.Time);
        silo.Context.Thaw();
        await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(3_000)), _world.Time);
        End(silo);
    }

    private void End(SimulatedSilo silo)
    {
        silo.Context.Thaw();
        if (silo.IsDeclaredDead && !silo.Context.IsDead)
            Kill(silo);
    }

    // ---- Clients

    /// <summary>Sends a batch through a silo. For an id of which something is under way from there it does not wait for the answer.</summary>
    private void Send()
    {
        var silo = Silo();
        var now = _world.Time.GetUtcNow();
        var sent = new List<SentRequest>();
        for (var count = _random.Next(1, 9); count > 0; count--)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"r{_random.Next(_idsMax)}");
            if (!_ids.TryGetValue(id, out var history))
                _ids[id] = history = new IdHistory();
            if (history.UncertainUntil > now || (history.Owner is { } owner && owner != silo))
                continue;
            for (var operations = _random.Next(4) == 0 ? 3 : 1; operations > 0; operations--)
            {
                var request = MakeRequest(id, (ResponseVerb)_random.Next(0, _random.Next(3) == 0 ? 3 : 2));
                request.Prepare(_world.Tenant);
                sent.Add(new SentRequest(request, silo, now, _world.Cluster.LivesOf(request.IdHash.Partition(_world.Tenant.Partitions))));
                history.Sent(sent[^1]);
                _world.Trace($"{id} sent by {silo.Name}");
            }
        }

        if (sent.Count == 0)
            return;
        var batch = new WaitingBatch([.. sent.Select(one => one.Request)]);
        silo.Send(batch);
        _ = AwaitAsync(batch, sent);
    }

    private async Task AwaitAsync(WaitingBatch batch, List<SentRequest> sent)
    {
        var outcomes = await batch.Done;
        var now = _world.Time.GetUtcNow();
        if (sent[0].Silo.Context.IsDead)
            return;
        if (now - sent[0].At > WaitMax && sent[0].WasNeverFrozen)
            _world.Wrong.Add($"Who sent {sent[0].Request.Id} waited for {(now - sent[0].At).TotalSeconds} s.");
        for (var index = 0; index < sent.Count; index++)
        {
            var lives = _world.Cluster.LivesOf(sent[index].Request.IdHash.Partition(_world.Tenant.Partitions));
            sent[index].WasInOneLife = lives == 1 && sent[index].Lives <= 1;
            sent[index].Status = outcomes[index].Status;
            _world.Trace($"{sent[index].Request.Id} {outcomes[index].Status}");
        }

        foreach (var one in sent)
            _ids[one.Request.Id!].Advance(_world.Wrong);
        if (_random.Next(4) == 0)
            await ReadAsync(Silo(), outcomes);
    }

    /// <summary>Reads what was just written, through any silo: it is in the score, or the reader is told within its time.</summary>
    private async Task ReadAsync(SimulatedSilo silo, ResponseOutcome[] outcomes)
    {
        var after = new Position();
        foreach (var outcome in outcomes.Where(outcome => outcome.HasPosition))
            after.Include(outcome.Partition, outcome.Head);
        var (began, isFrozen, frozen) = (_world.Time.GetUtcNow(), silo.Context.IsFrozen, silo.Frozen);
        try
        {
            var snapshot = await silo.ReadAsync(after);
            if (snapshot.Version < after.Heads.Values.DefaultIfEmpty().Max())
                _world.Wrong.Add($"A read after {after} has version {snapshot.Version}.");
        }
        catch (Exception failure) when (failure is NotYetException or StoreUnavailableException)
        {
            // It says so, and the reader asks again.
        }

        var took = _world.Time.GetUtcNow() - began;
        if (took > WaitMax && !isFrozen && frozen == silo.Frozen)
            _world.Wrong.Add($"A reader waited for {took.TotalSeconds} s.");
    }

    private ResponseRequest MakeRequest(string id, ResponseVerb verb)
    {
        if (verb == ResponseVerb.Delete)
            return ResponseRequest.Erasure(id, _world.Time.GetUtcNow().ToUnixTimeMilliseconds());
        var json = $$"""
            {"id":"{{id}}","score":{{_random.Next(11)}},"channel":"{{Channels[_random.Next(2)]}}","touchpoint":"checkout",
             "respondedAt":"{{_world.Time.GetUtcNow() - TimeSpan.FromMinutes(_random.Next(3)):O}}","segments":{ {{(_random.Next(2) == 0 ? "\"region\":\"EMEA\"" : "")}} } }
            """;
        return _reader.Read(Encoding.UTF8.GetBytes(json), verb).Request!;
    }

    // ---- The oracle

    private void CheckStored()
    {
        var recount = new Recount(_world.Store);
        recount.CheckTallies();
        _world.Wrong.AddRange(recount.Faults);
        _world.Wrong.AddRange(_world.Log.Failures);
        foreach (var (id, history) in _ids)
        {
            var stored = _world.Store.Responses.TryGetValue(HashOf(id), out var row) ? row.State : null;
            if (!history.Allows(stored))
                _world.Wrong.Add($"{id} is stored as {stored?.ToString() ?? "nothing"}, not {history}.");
        }
    }

    private IdHash HashOf(string id)
    {
        var erasure = ResponseRequest.Erasure(id, 0);
        erasure.Prepare(_world.Tenant);
        return erasure.IdHash;
    }

    private void CheckViewers()
    {
        foreach (var silo in _world.Cluster.Silos)
        {
            foreach (var (key, subscription, viewer) in silo.Watched)
            {
                if (viewer.Shown?.Counts.Total != _world.CountOf(KeyOf(key)))
                    _world.Wrong.Add($"{key} is shown as {viewer.Shown?.Counts.Total}, recounted {_world.CountOf(KeyOf(key))}.");
                if (subscription.ConfirmedAt is not { } at || _world.Time.GetUtcNow() - at > TimeSpan.FromSeconds(12))
                    _world.Wrong.Add($"{key} is confirmed as of {subscription.ConfirmedAt:O} only.");
            }
        }
    }

    private static ScoreKey KeyOf(string text) => ScoreKey.TryParse(text, out var key, out _) ? key : throw new InvalidOperationException(text);
}
