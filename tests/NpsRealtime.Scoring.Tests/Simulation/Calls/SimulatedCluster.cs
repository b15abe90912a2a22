using System.Globalization;
using System.Reflection;
using NpsRealtime.Grains.Messages;
using NpsRealtime.Grains.Partitions;
using NpsRealtime.Grains.Scores;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using Orleans.Runtime;

namespace NpsRealtime.Scoring.Tests.Simulation.Calls;

/// <summary>
/// The network and the directory between simulated silos. Calls are late, lost, doubled, turned away or broken off, before or after they
/// were carried out; they come to where a grain lived before, or while it closes; and grains live twice.
/// </summary>
internal sealed class SimulatedCluster(CallWorld world)
{
    private const double Rejected = 0.04;
    private const double Broken = 0.08;
    private const double Lost = 0.05;
    private const double Doubled = 0.1;
    private const double AnswerLost = 0.06;
    private const double ToAnotherLife = 0.15;
    private const double ToClosing = 0.5;
    private const int LateSecondsMax = 60;
    private const int SoonSecondsMax = 3;

    /// <summary>No call may be carried out so long after it was sent, however much clocks differ.</summary>
    private static readonly TimeSpan CallSpan = TimeSpan.FromSeconds(3.5);
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, List<Activation>> _lives = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Activation> _directory = new(StringComparer.Ordinal);

    private readonly HashSet<(HostedPartition, Guid, long)> _seen = [];
    private readonly Dictionary<object, int> _numbers = [];

    public List<SimulatedSilo> Silos { get; } = [];

    public IEnumerable<string> Grains => _lives.Keys;

    /// <summary>How many lives a partition has had so far.</summary>
    public int LivesOf(int partition) => _lives.TryGetValue(NameOf(partition), out var lives) ? lives.Count : 0;

    /// <summary>The newest life of a partition on a silo that has not closed, whether or not the others route calls there.</summary>
    public HostedPartition? Here(SimulatedSilo silo, int partition) => _lives.TryGetValue(NameOf(partition), out var lives)
        ? lives.FindLast(life => life.Silo == silo && life.Closing is not { IsCompleted: true })?.Partition
        : null;

    // ---- Calls

    public Task<T> CallAsync<T>(SimulatedSilo caller, int partition, Func<HostedPartition, bool, Task<T>> call) =>
        SendAsync(caller.Time, () => DeliverAsync(NameOf(partition), life => call(life.Partition!, life.Closing is { IsCompleted: true })));

    public Task<T> CallAsync<T>(SimulatedSilo caller, ScoreKey key, Func<HostedScore, Task<T>> call) =>
        SendAsync(caller.Time, () => DeliverAsync(key.Text, life => call(life.Score!)));

    /// <summary>Tells an observer, on behalf of whoever it is that runs now.</summary>
    public Task TellAsync(SimulatedSilo target, Func<Task> tell) => SendAsync(world.Time, () =>
    {
        if (world.Faults.Happens(Doubled))
            _ = AgainAsync(ShowAsync, TimeSpan.Zero);
        return ShowAsync();

        Task<bool> ShowAsync() => OnAsync(target, async () =>
        {
            await tell();
            return true;
        });
    });

    /// <summary>Hands a call to a partition, and sees that one which was closed before takes nothing.</summary>
    public async Task<IngestAnswer> IngestAsync(HostedPartition hosted, IngestCall call, bool wasClosed)
    {
        var isKnown = _seen.Contains((hosted, call.Sender, call.Number));
        if (!wasClosed)
            _seen.Add((hosted, call.Sender, call.Number));
        var name = $"call {NumberOf(call.Sender)}.{call.Number} to life {NumberOf(hosted)} of {hosted.Partition.Address.Partition}";
        world.Trace($"{name}: {string.Join(", ", call.Requests.Select(request => $"{request.Verb} {request.Id}"))}");
        var answer = await hosted.IngestAsync(call);
        world.Trace($"{name}: {string.Join(", ", answer.Outcomes.Select(outcome => $"{outcome.Status} {outcome.Head}"))}");
        if (wasClosed && !isKnown && Array.Exists(answer.Outcomes, outcome => outcome.Status != ResponseStatus.Unavailable))
            world.Wrong.Add("A partition that was closed has taken a call.");
        return answer;
    }

    private Task<T> SendAsync<T>(TimeProvider time, Func<Task<T>> deliver)
    {
        // Not one that runs its continuations elsewhere: who waits for it with a limit would go on there.
        var answer = new TaskCompletionSource<T>();
        world.Network.Post(_ => _ = CarryAsync(answer, deliver), null);
        return answer.Task.WaitAsync(CallTimeout, time);
    }

    private async Task CarryAsync<T>(TaskCompletionSource<T> answer, Func<Task<T>> deliver)
    {
        await world.Faults.PauseAsync();
        if (world.Faults.Happens(Rejected))
        {
            answer.TrySetException(Rejection());
            return;
        }

        if (world.Faults.Happens(Broken))
        {
            // It may have been delivered, and be carried out when its sender has given up on it.
            answer.TrySetException(new SiloUnavailableException("Simulated."));
            if (world.Random.Next(2) == 0)
                return;
            await LateAsync(SoonSecondsMax);
        }

        if (world.Faults.Happens(Lost))
            return;
        try
        {
            var result = await deliver();
            await world.Faults.PauseAsync();
            if (!world.Faults.Happens(AnswerLost))
                answer.TrySetResult(result);
        }
        catch (Exception failure)
        {
            answer.TrySetException(failure);
        }
    }

    private async Task<T> DeliverAsync<T>(string grain, Func<Activation, Task<T>> call)
    {
        var life = Route(grain);
        while (life.Closing is { } closing && !world.Faults.Happens(ToClosing))
        {
            await closing;
            life = Route(grain);
        }

        if (world.Faults.Happens(Doubled))
            _ = AgainAsync(() => OnAsync(life.Silo, () => call(life)), TimeSpan.Zero);
        if (world.Faults.Happens(Doubled))
            _ = AgainAsync(() => OnRouteAsync(grain, call), CallSpan);
        return await OnAsync(life.Silo, () => call(life));
    }

    /// <summary>
    /// A message arrives once more. Orleans doubles none; should one come to another life of a partition while it may still be carried out, and
    /// after it has been answered, nobody could tell it from the first. So it comes there when its time is over.
    /// </summary>
    private async Task AgainAsync<T>(Func<Task<T>> deliver, TimeSpan after)
    {
        await Task.Delay(after, world.Time);
        await LateAsync(world.Random.Next(2) == 0 ? LateSecondsMax : SoonSecondsMax);
        try
        {
            await deliver();
        }
        catch (Exception)
        {
            // Nobody waits for this answer.
        }
    }

    private Task LateAsync(int secondsMax) => Task.Delay(TimeSpan.FromMilliseconds(world.Random.Next(secondsMax * 1_000)), world.Time);

    private Task<T> OnRouteAsync<T>(string grain, Func<Activation, Task<T>> call)
    {
        var life = Route(grain);
        return OnAsync(life.Silo, () => call(life));
    }

    private static Task<T> OnAsync<T>(SimulatedSilo silo, Func<Task<T>> work) => silo.Context.IsDead
        ? throw new SiloUnavailableException("Simulated.")
        : silo.RunAsync(work);

    // ---- Lives

    /// <summary>A grain is closed and lives elsewhere with the next call.</summary>
    public void Move(string grain)
    {
        if (_directory.TryGetValue(grain, out var life))
            Close(life);
    }

    /// <summary>A grain lives a second time, and the first goes on.</summary>
    public void LiveTwice(string grain)
    {
        if (_lives.ContainsKey(grain))
            _directory[grain] = Begin(grain);
    }

    /// <summary>The others take a silo for dead, when there are any: its grains live elsewhere.</summary>
    public void Declare(SimulatedSilo silo)
    {
        if (!Silos.Exists(other => other != silo && IsMember(other)))
            return;
        silo.IsDeclaredDead = true;
        foreach (var (grain, life) in _directory.ToArray())
        {
            if (life.Silo == silo)
                _directory.Remove(grain);
        }
    }

    private void Close(Activation life)
    {
        if (life.Closing is null)
            life.Closing = CloseAsync(life);
    }

    private async Task CloseAsync(Activation life)
    {
        await life.Silo.RunAsync(async () =>
        {
            if (life.Partition is { } partition)
                await partition.CloseAsync();
            if (life.Score is { } score)
            {
                life.Silo.Forget(score);
                score.Close();
            }

            return true;
        });
        if (_directory.TryGetValue(life.Grain, out var known) && known == life)
            _directory.Remove(life.Grain);
    }

    private Activation Route(string grain)
    {
        if (_lives.TryGetValue(grain, out var lives) && world.Faults.Happens(ToAnotherLife))
            return lives[world.Random.Next(lives.Count)];
        if (!_directory.TryGetValue(grain, out var life))
            _directory[grain] = life = Begin(grain);
        return life;
    }

    private Activation Begin(string grain)
    {
        var silos = Silos.FindAll(IsMember);
        var silo = silos[world.Random.Next(silos.Count)];
        var life = new Activation(grain, silo);
        if (!_lives.TryGetValue(grain, out var lives))
            _lives[grain] = lives = [];
        lives.Add(life);

        // What it begins with is the silo's work, and must run there.
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(silo.Context);
        try
        {
            if (int.TryParse(grain, CultureInfo.InvariantCulture, out var partition))
                life.Partition = silo.Host(partition, () => LeaveAsync(life));
            else
                life.Score = silo.Host(KeyOf(grain), _ => world.Network.Post(_ => Close(life), null));
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        return life;
    }

    private Task LeaveAsync(Activation life)
    {
        world.Network.Post(_ => Close(life), null);
        return Task.CompletedTask;
    }

    /// <summary>A number for the trace, by the order in which things turn up.</summary>
    private int NumberOf(object thing)
    {
        if (!_numbers.TryGetValue(thing, out var number))
            _numbers[thing] = number = _numbers.Count + 1;
        return number;
    }

    private static bool IsMember(SimulatedSilo silo) => !silo.IsDeclaredDead && !silo.Context.IsDead;

    private static string NameOf(int partition) => partition.ToString(CultureInfo.InvariantCulture);

    private static ScoreKey KeyOf(string text) => ScoreKey.TryParse(text, out var key, out _) ? key : throw new InvalidOperationException(text);

    private static Exception Rejection() => (Exception)Activator.CreateInstance(
        typeof(OrleansMessageRejectionException), BindingFlags.Instance | BindingFlags.NonPublic, binder: null, ["Simulated."], CultureInfo.InvariantCulture)!;
}
