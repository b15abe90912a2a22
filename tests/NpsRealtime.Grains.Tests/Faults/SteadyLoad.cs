using System.Collections.Concurrent;
using NpsRealtime.Contracts;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Grains.Tests.Faults;

/// <summary>
/// Senders that never rest and never lose a response: each sends a new one, and the same again until it is stored. So what must be
/// in the database at the end is known.
/// </summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    private const int Senders = 16;
    private const int PerRequestMax = 40;

    private readonly ConcurrentDictionary<ResponseStatus, int> _outcomes = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly IScoreEngine _engine;
    private readonly Tenant _tenant;
    private readonly string _name;
    private readonly Task _running;
    private int _stored;

    public SteadyLoad(IScoreEngine engine, Tenant tenant, string name = "load")
    {
        _engine = engine;
        _tenant = tenant;
        _name = name;
        _running = Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() => SendAsync(sender))));
    }

    /// <summary>Responses whose senders were told that they are stored.</summary>
    public int Stored => Volatile.Read(ref _stored);

    /// <summary>How many were told so.</summary>
    public int Told(ResponseStatus status) => _outcomes.GetValueOrDefault(status);

    /// <summary>Waits until so many more are stored.</summary>
    public async Task AdvanceAsync(int by = 200)
    {
        var goal = Stored + by;
        for (var attempt = 0; Stored < goal; attempt++)
        {
            attempt.ShouldBeLessThan(3_000, $"Only {Stored} of {goal} were stored in a minute.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>Waits until a sender was told a status.</summary>
    public async Task ToldAsync(ResponseStatus status)
    {
        var before = Told(status);
        for (var attempt = 0; Told(status) == before; attempt++)
        {
            attempt.ShouldBeLessThan(1_500, $"Nobody was told {status} in 30 s.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>Lets every sender finish what it began.</summary>
    public async Task EndAsync()
    {
        await _ending.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _ending.Dispose();
    }

    private async Task SendAsync(int sender)
    {
        var random = new Random(sender);
        for (var round = 0; !_ending.IsCancellationRequested; round++)
        {
            // One sender in four sends as many at once as are copied, the others a few.
            var count = random.Next(1, sender % 4 == 0 ? 400 : PerRequestMax);
            var ids = Enumerable.Range(0, count).Select(index => $"{_name}-{sender}-{round}-{index}").ToList();
            while (ids.Count > 0)
            {
                ids = await SendAsync(ids);
                await Task.Delay(TimeSpan.FromMilliseconds(ids.Count > 0 ? 50 : 5), TimeProvider.System);
            }
        }
    }

    /// <summary>Returns those that must be sent again.</summary>
    private async Task<List<string>> SendAsync(List<string> ids)
    {
        var requests = ids.ConvertAll(id => Requests.Post(id, id.Length % 11, Requests.Now.AddMinutes(-(id[^1] % 5))));
        var outcomes = await (await _engine.IngestAsync(_tenant, requests, Admission.WaitForRoom, CancellationToken.None)).Committed;
        var again = new List<string>();
        for (var index = 0; index < outcomes.Length; index++)
        {
            _outcomes.AddOrUpdate(outcomes[index].Status, 1, (_, count) => count + 1);
            if (outcomes[index].Status is ResponseStatus.Accepted or ResponseStatus.Duplicate)
                Interlocked.Increment(ref _stored);
            else
                again.Add(ids[index]);
        }

        return again;
    }
}
