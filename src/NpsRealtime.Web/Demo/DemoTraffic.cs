using System.Buffers;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Simulation;

namespace NpsRealtime.Web.Demo;

/// <summary>
/// Makes the tenant <c>demo</c>, loads its history in the background, newest first so that a board shows something at once, and
/// sends live traffic until the host stops.
/// </summary>
internal sealed class DemoTraffic(
    IScoreEngine engine,
    DemoScenery scenery,
    IServer server,
    IHostApplicationLifetime lifetime,
    IOptions<DemoOptions> options,
    TimeProvider time,
    ILogger<DemoTraffic> logger) : BackgroundService
{
    private const int BatchMax = 2_000;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly ResponseReader _reader = new(new ScoringOptions(), time);
    private readonly ArrayBufferWriter<byte> _json = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The traffic ends when the host begins to stop, not when this service's turn comes, so that it delays nothing.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        try
        {
            await StartedAsync(ending.Token);
            var tenant = await MakeTenantAsync(ending.Token);
            var start = time.GetUtcNow();
            await UntilStoredAsync(() => scenery.SetAsync(tenant, start, ending.Token), ending.Token);
            var address = Address();
            await Console.Out.WriteLineAsync(
                $"""
                The demo's wallboard: {address}/t/{tenant.Name}
                Two boards by turns: {address}/boards/{DemoScenery.Lobby}
                Its campaign: {address}/t/{tenant.Name}/explore?window=campaign/{DemoScenery.Campaign}&baseline=own
                """);
            await Task.WhenAll(LoadHistoryAsync(tenant, start, ending.Token), SendLiveAsync(tenant, start, ending.Token));
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The host is stopping.
        }
        catch (Exception fault)
        {
            Log.TrafficStopped(logger, fault);
        }
    }

    private async Task StartedAsync(CancellationToken cancellation)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellation);
    }

    private async Task<Tenant> MakeTenantAsync(CancellationToken cancellation)
    {
        Slug.TryCreate(DemoOptions.Tenant, out var name, out _);
        var request = new TenantRequest(name!, TimeZoneInfo.Local.HasIanaId ? TimeZoneInfo.Local : TimeZoneInfo.Utc);
        Tenant? tenant = null;
        await UntilStoredAsync(async () => tenant = (await engine.PutTenantAsync(request, cancellation)).Tenant, cancellation);
        return tenant!;
    }

    private async Task UntilStoredAsync(Func<Task> work, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await work();
                return;
            }
            catch (StoreUnavailableException fault)
            {
                Log.StoreUnavailable(logger, fault);
                await Task.Delay(RetryDelay, time, cancellation);
            }
        }
    }

    private string Address()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses;
        return (addresses?.FirstOrDefault() ?? "http://127.0.0.1:5080").TrimEnd('/');
    }

    private async Task LoadHistoryAsync(Tenant tenant, DateTimeOffset start, CancellationToken cancellation)
    {
        var days = options.Value.HistoryDays;
        var centre = new ContactCentre(options.Value.Seed, tenant.TimeZone, BadSpells.OfThePast);
        var history = centre.History(start.AddDays(-days), start, options.Value.HistoryResponsesPerDay, newestFirst: true);
        var count = 0L;
        foreach (var batch in history.Chunk(BatchMax))
        {
            var requests = Read(batch.Select(response => (response, ResponseVerb.Post)));
            await CommitAsync(tenant, requests, cancellation);
            count += requests.Count;
        }

        var seconds = (time.GetUtcNow() - start).TotalSeconds;
        Log.HistoryLoaded(logger, count, days, seconds);
    }

    private async Task SendLiveAsync(Tenant tenant, DateTimeOffset start, CancellationToken cancellation)
    {
        var centre = new ContactCentre(
            options.Value.Seed, tenant.TimeZone, [.. BadSpells.OfThePast, BadSpells.Live(options.Value.BadTouchpoint, start)]);
        var traffic = new LiveTraffic(centre, start, options.Value.ResponsesPerSecond);
        using var timer = new PeriodicTimer(Tick, time);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            var now = time.GetUtcNow();
            var due = new List<(SimulatedResponse, ResponseVerb)>();
            while (traffic.NextAt <= now && due.Count < BatchMax)
            {
                var next = traffic.Next();
                due.Add((next.Response, next.Kind == SimulatedKind.Correction ? ResponseVerb.Put : ResponseVerb.Post));
            }

            if (due.Count > 0)
                await CommitAsync(tenant, Read(due), cancellation);
        }
    }

    /// <summary>Reads made-up responses by the same door as those that come over HTTP.</summary>
    private List<ResponseRequest> Read(IEnumerable<(SimulatedResponse Response, ResponseVerb Verb)> responses)
    {
        var requests = new List<ResponseRequest>();
        lock (_json)
        {
            foreach (var (response, verb) in responses)
            {
                _json.ResetWrittenCount();
                response.WriteJson(_json);
                var read = _reader.Read(_json.WrittenSpan, verb);
                requests.Add(read.Request ?? throw new InvalidOperationException($"A made-up response is invalid: {read.Faults[0].Detail}"));
            }
        }

        return requests;
    }

    /// <summary>Sends requests until the database has taken them; sending them again is safe.</summary>
    private async Task CommitAsync(Tenant tenant, List<ResponseRequest> requests, CancellationToken cancellation)
    {
        while (true)
        {
            var admitted = await engine.IngestAsync(tenant, requests, Admission.WaitForRoom, cancellation);
            var outcomes = await admitted.Committed.WaitAsync(cancellation);
            if (outcomes.All(outcome => outcome.Status is not (ResponseStatus.Unavailable or ResponseStatus.Overloaded)))
                return;
            await Task.Delay(RetryDelay, time, cancellation);
        }
    }
}
