using System.Globalization;
using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Partitions;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Tests.Simulation;

/// <summary>
/// One seeded run of the write path and the roll-up: real partitions, committers, pumps and live scores over a database and a
/// network that fail in every way the design names. When the faults are over and it has settled, everything must equal a naive
/// recount.
/// </summary>
internal sealed class SimulatedRun
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 58, 30, TimeSpan.Zero);
    private static readonly string[] Channels = ["web", "phone"];
    private static readonly string[] Touchpoints = ["checkout", "support"];
    private static readonly ScoreKey[] Watched = [ScoreKey.Tenant, .. Array.ConvertAll(["channel/web", "channel/phone", "touchpoint/support", "segment/region/emea"], Key)];

    private readonly Random _random;
    private readonly Variant _variant;
    private readonly ManualTime _time = new(Start);
    private readonly ShuffledContext _context;
    private readonly Faults _faults;
    private readonly FailureLog _log;
    private readonly SimulatedStore _store;
    private readonly ScoringOptions _options = new() { GroupResponsesMax = 20 };
    private readonly Tenant _tenant;
    private readonly ResponseReader _reader;
    private readonly List<Process>[] _processes;
    private readonly Dictionary<string, List<LiveScoreHost>> _scores = [];
    private readonly Dictionary<IdHash, ResponseRequest?> _expected = [];
    private readonly HashSet<string> _busyIds = [];
    private int _senders;
    private bool _wentBack;

    private SimulatedRun(int seed, Variant variant)
    {
        _random = new Random(seed);
        _variant = variant;
        _context = new ShuffledContext(_random);
        _log = new FailureLog(_time);
        _faults = new Faults(_random, _time);
        _store = new SimulatedStore(variant);
        _reader = new ResponseReader(_options, _time);
        _tenant = new Tenant(1, "acme", "Acme", TimeZoneInfo.Utc, new byte[Tenant.IdKeyBytes], _random.Next(1, 3));
        _processes = [.. Enumerable.Range(0, _tenant.Partitions).Select(_ => new List<Process>())];
    }

    /// <summary>Runs a seed and returns what was wrong at the end; nothing when all is well.</summary>
    public static IReadOnlyList<string> Run(int seed, Variant variant) => Run(seed, variant, out _);

    /// <summary>The same, with a trace of what happened.</summary>
    public static IReadOnlyList<string> Run(int seed, Variant variant, out IReadOnlyList<string> trace)
    {
        var before = SynchronizationContext.Current;
        var simulation = new SimulatedRun(seed, variant);
        SynchronizationContext.SetSynchronizationContext(simulation._context);
        trace = simulation._log.Trace;
        try
        {
            return simulation.Run();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private List<string> Run()
    {
        var steps = _random.Next(20, 70);
        for (var step = 0; step < steps; step++)
        {
            Act();
            _log.Note($"step {step}, {_context.Steps} continuations");
            Advance(TimeSpan.FromMilliseconds(_random.Next(5) switch
            {
                0 => _random.Next(20),
                < 4 => _random.Next(1_500),
                _ => _random.Next(15_000),
            }));
        }

        Settle();
        return Check();
    }

    private void Act()
    {
        switch (_random.Next(40))
        {
            case < 20:
                _ = SendAsync();
                break;
            case < 24:
                WakeScore();
                break;
            case < 26:
                DropScore();
                break;
            case < 28:
                NewProcess(_random.Next(_processes.Length), killOthers: true);
                break;
            case < 30:
                NewProcess(_random.Next(_processes.Length), killOthers: false);
                break;
            case < 32:
                AddZombieScore();
                break;
            case < 34:
                Current(_random.Next(_processes.Length)).WantDownsampling();
                break;
            case 34 when _random.Next(4) == 0:
                _ = GoBackAsync();
                break;
            case 35 when _random.Next(3) == 0:
                _time.Jump(TimeSpan.FromHours(_random.Next(1, 60)));
                break;
        }
    }

    private void Advance(TimeSpan span)
    {
        var until = _time.GetUtcNow() + span;
        do
            _context.RunAll();
        while (_time.FireNext(until));
    }

    private void Settle()
    {
        _faults.IsOver = true;
        foreach (var key in Watched)
            Score(key);
        Advance(TimeSpan.FromSeconds(90));
    }

    // ---- Senders

    /// <summary>
    /// Sends a batch, again and again until it is answered; an impatient sender sends it twice at the same time. While it is under
    /// way nobody else uses its ids.
    /// </summary>
    private async Task SendAsync()
    {
        _senders++;
        var batch = MakeBatch();
        foreach (var request in batch)
            request.Prepare(_tenant);

        // Of several requests for one id, sent twice, one could be taken and then be replaced by the other copy.
        var isImpatient = _random.Next(3) == 0 && batch.DistinctBy(request => request.Id).Count() == batch.Count;
        var answers = batch.GroupBy(request => request.IdHash.Partition(_tenant.Partitions))
            .SelectMany(part => Enumerable.Repeat(part, isImpatient ? 2 : 1))
            .Select(part => SendToAsync(part.Key, [.. part]))
            .ToArray();
        var taken = (await Task.WhenAll(answers)).SelectMany(requests => requests).ToHashSet();
        _log.Note($"{taken.Count} of {batch.Count} are taken: {string.Join(' ', batch.Select(request => request.Id))}");
        foreach (var request in batch)
        {
            if (taken.Contains(request))
                Expect(request);
            _busyIds.Remove(request.Id!);
        }

        _senders--;
    }

    /// <summary>Sends until answered. Returns the requests that are now as their sender wanted.</summary>
    private async Task<IEnumerable<ResponseRequest>> SendToAsync(int partition, ResponseRequest[] requests)
    {
        while (true)
        {
            var process = Current(partition);
            if (_faults.Happens(Faults.ToZombie))
                process = _processes[partition][_random.Next(_processes[partition].Count)];
            var answer = process.SendAsync(new WaitingBatch(requests));

            // A sender that gave up on a living process could see its old request carried out after a newer one; only a dead one
            // is given up.
            while (!answer.IsCompleted && !process.IsDead)
                await Task.WhenAny(answer, Task.Delay(TimeSpan.FromSeconds(1), _time));
            if (answer.IsCompleted && await answer is { MustRetry: false } outcomes)
                return requests.Where((_, index) => outcomes.IsTaken(index));
            await Task.Delay(TimeSpan.FromMilliseconds(100), _time);
        }
    }

    private List<ResponseRequest> MakeBatch()
    {
        var requests = new List<ResponseRequest>();
        var count = _random.Next(1, 8);
        for (var index = 0; index < count; index++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"r{_random.Next(40)}");
            if (!_busyIds.Add(id))
                continue;
            var operations = _random.Next(4) == 0 ? 3 : 1;
            for (var operation = 0; operation < operations; operation++)
                requests.Add(MakeRequest(id, (ResponseVerb)_random.Next(0, _random.Next(3) == 0 ? 3 : 2)));
        }

        return requests;
    }

    private ResponseRequest MakeRequest(string id, ResponseVerb verb)
    {
        if (verb == ResponseVerb.Delete)
            return ResponseRequest.Erasure(id, _time.GetUtcNow().ToUnixTimeMilliseconds());
        var late = TimeSpan.FromMinutes(_random.Next(3) == 0 ? _random.Next(72 * 60) : _random.Next(3));
        var json = $$"""
            {"id":"{{id}}","score":{{_random.Next(11)}},"channel":"{{Channels[_random.Next(2)]}}","touchpoint":"{{Touchpoints[_random.Next(2)]}}",
             "respondedAt":"{{_time.GetUtcNow() - late:O}}","comment":"{{(_random.Next(20) == 0 ? FaultyConnection.Poison : "Fine.")}}","segments":{ {{(_random.Next(2) == 0 ? "\"region\":\"EMEA\"" : "")}} } }
            """;
        return _reader.Read(System.Text.Encoding.UTF8.GetBytes(json), verb).Request!;
    }

    /// <summary>The naive model: what an id must be after its requests were answered in this order.</summary>
    private void Expect(ResponseRequest request)
    {
        var isKnown = _expected.TryGetValue(request.IdHash, out var present);
        if (request.Verb == ResponseVerb.Delete)
            _expected[request.IdHash] = null;
        else if (!isKnown || (present is not null && request.Verb == ResponseVerb.Put))
            _expected[request.IdHash] = request;
    }

    // ---- Processes

    private Process Current(int partition)
    {
        if (_processes[partition].Count == 0 || _processes[partition][^1].IsDead)
            NewProcess(partition, killOthers: false);
        return _processes[partition][^1];
    }

    private void NewProcess(int partition, bool killOthers)
    {
        if (killOthers)
        {
            foreach (var process in _processes[partition])
                process.Kill();
            _processes[partition].Clear();
        }

        _processes[partition].Add(new Process(_tenant, partition, _store, _faults, _options, _time, _log, DeliverAsync));
    }

    /// <summary>The database is put back to an older state; what was acknowledged since is gone, but no score may be wrong.</summary>
    private async Task GoBackAsync()
    {
        var restore = _store.Backup();
        await Task.Delay(TimeSpan.FromSeconds(_random.Next(1, 40)), _time);
        if (_faults.IsOver)
            return;
        restore();
        _wentBack = true;
    }

    // ---- Scores

    private LiveScoreHost Score(ScoreKey key)
    {
        if (!_scores.TryGetValue(key.Text, out var hosts) || hosts.Count == 0)
            AddScore(key);
        return _scores[key.Text][^1];
    }

    private void WakeScore()
    {
        var key = Watched[_random.Next(Watched.Length)];
        if (_random.Next(2) == 0)
            Score(key).Watch(new AllWindow(), _ => { });
        else
            Score(key);
    }

    private void DropScore()
    {
        if (!_scores.TryGetValue(Watched[_random.Next(Watched.Length)].Text, out var hosts))
            return;
        foreach (var host in hosts)
            host.Dispose();
        hosts.Clear();
    }

    private void AddZombieScore()
    {
        if (_scores.Values.Where(hosts => hosts.Count > 0).Select(hosts => hosts[0].Key).ToArray() is { Length: > 0 } keys)
            AddScore(keys[_random.Next(keys.Length)]);
    }

    private void AddScore(ScoreKey key)
    {
        if (!_scores.TryGetValue(key.Text, out var hosts))
            _scores[key.Text] = hosts = [];
        var score = _variant == Variant.CursorWithoutMaximum ? new BackwardsScore(_tenant, key) : new LiveScore(_tenant, key);
        var host = new LiveScoreHost(score, new Links(this, key), _time, _options, _log);
        hosts.Add(host);
        _ = host.RunAsync();
    }

    private async Task<bool> DeliverAsync(TenantKeys keys, int keyId, RollUp rollUp)
    {
        await _faults.PauseAsync();
        if (_faults.Happens(Faults.LostMessage))
            throw new TimeoutException();
        var key = keyId == StoredKey.TenantId ? ScoreKey.Tenant : keys.Find(keyId)!.Key;
        if (!_scores.TryGetValue(key.Text, out var hosts) || hosts.Count == 0)
            return false;
        var host = _faults.Happens(Faults.ToZombie) ? hosts[_random.Next(hosts.Count)] : hosts[^1];
        if (_faults.Happens(Faults.RepeatedMessage))
            _ = RepeatAsync(host, rollUp);
        host.Receive(rollUp);
        await _faults.PauseAsync();
        return _faults.Happens(Faults.LostAnswer) ? throw new TimeoutException() : true;
    }

    private async Task RepeatAsync(LiveScoreHost host, RollUp rollUp)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(30_000)), _time);
        host.Receive(rollUp);
    }

    private List<string> Check()
    {
        var recount = new Recount(_store);
        recount.Faults.AddRange(_log.Failures);
        if (_senders != 0)
            recount.Faults.Add($"{_senders} senders have no answer.");
        recount.CheckTallies();
        if (!_wentBack)
            recount.CheckAcknowledged(_expected);
        foreach (var key in Watched)
        {
            foreach (var host in _scores[key.Text])
                CheckScore(recount, key, host);
        }

        return recount.Faults;
    }

    private void CheckScore(Recount recount, ScoreKey key, LiveScoreHost host)
    {
        var read = host.ReadAsync(
            (score, now) => (score.Snapshot(new AllWindow(), now), score.History(recount.Edges(Start))), null, CancellationToken.None);
        Advance(TimeSpan.Zero);
        if (read.IsCompletedSuccessfully)
            recount.CheckScore(key, read.Result.Item1, read.Result.Item2);
        else
            recount.Faults.Add($"{key} does not answer.");
    }

    private static ScoreKey Key(string text) => ScoreKey.TryParse(text, out var key, out _) ? key : throw new InvalidOperationException(text);

    /// <summary>The lossy way from a score to its partitions and to the store.</summary>
    private sealed class Links(SimulatedRun simulation, ScoreKey key) : IScoreLinks
    {
        private readonly FaultyConnection _connection = new(simulation._store, simulation._faults);

        public int Partitions => simulation._tenant.Partitions;

        public async ValueTask<StoredKey?> FindKeyAsync(CancellationToken cancellation)
        {
            var keys = await _connection.ReadKeysAsync(simulation._tenant.Id, 0, cancellation);
            return key.Kind == ScoreKind.Tenant ? new StoredKey(StoredKey.TenantId, key) : keys.FirstOrDefault(known => known.Key.Equals(key));
        }

        public Task<RollUp> AttachAsync(int partition, int keyId, bool isWatched, CancellationToken cancellation) =>
            CallAsync(partition, keyId, isWatched, cancellation).WaitAsync(TimeSpan.FromSeconds(5), simulation._time, cancellation);

        public Task<ScoreLoad> LoadAsync(int keyId, bool isWatched, CancellationToken cancellation) =>
            _connection.LoadAsync(simulation._tenant.Id, keyId, cancellation);

        private async Task<RollUp> CallAsync(int partition, int keyId, bool isWatched, CancellationToken cancellation)
        {
            await simulation._faults.PauseAsync();
            if (simulation._faults.Happens(Faults.LostMessage))
                throw new TimeoutException();
            var process = simulation.Current(partition);
            if (simulation._faults.Happens(Faults.ToZombie))
                process = simulation._processes[partition][simulation._random.Next(simulation._processes[partition].Count)];
            if (simulation._variant == Variant.NoAttaching)
                return new RollUp(partition, (await process.Partition.StartAsync(cancellation)).Activation, 0, [], 0);

            // The number of a key that another process gave is not known here yet; a real partition reads it with the next use.
            await process.Keys.RefreshAsync(cancellation);
            var rollUp = await process.Partition.AttachAsync(keyId, isWatched, cancellation);
            await simulation._faults.PauseAsync();
            return simulation._faults.Happens(Faults.LostAnswer) ? throw new TimeoutException() : rollUp;
        }
    }
}
