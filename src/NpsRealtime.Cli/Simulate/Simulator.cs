using NpsRealtime.Cli.CommandLine;
using NpsRealtime.Cli.Output;
using NpsRealtime.Cli.Server;
using NpsRealtime.Simulation;

namespace NpsRealtime.Cli.Simulate;

/// <summary>Makes up history and live traffic and sends or writes it.</summary>
internal sealed class Simulator(SimulateOptions options, CommandContext context)
{
    private const int BatchMax = 5_000;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly SimulationTotals _totals = new();
    private Action<string> _onWait = _ => { };
    private long _made;

    private bool IsFile => options.OutputFile is not null;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var zone = options.TimeZone ?? (IsFile ? TimeZoneInfo.Utc : await TenantZoneAsync(cancellation));
        var start = options.Start ?? DefaultStart();
        var started = context.Time.GetTimestamp();
        await using var target = OpenTarget();
        try
        {
            if (options.History is { } history)
                await SendHistoryAsync(target, zone, start, history, cancellation);

            // History alone is a file's whole content; a server gets live traffic after it until somebody stops it.
            if (!IsFile || options.For is not null || options.Count is not null)
                await SendLiveAsync(target, zone, start, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested && !IsFile)
        {
            // Ctrl-C is the ordinary end of live traffic.
        }

        if (!IsFile)
            SimulationSummary.Write(context, _totals, context.Time.GetElapsedTime(started));
        return _totals.Refused > 0 ? ExitCode.Failed : ExitCode.Done;
    }

    /// <summary>Live traffic begins now. What goes to a file ends now, so that the file can be imported at once.</summary>
    private DateTimeOffset DefaultStart()
    {
        var now = context.Time.GetUtcNow();
        if (!IsFile)
            return now;
        return now - (options.For ?? TimeSpan.FromSeconds((options.Count ?? 0) / options.Rate));
    }

    private async Task<TimeZoneInfo> TenantZoneAsync(CancellationToken cancellation)
    {
        var tenant = await context.Server.FindTenantAsync(options.Tenant!, cancellation)
            ?? await context.Server.PutTenantAsync(options.Tenant!, new TenantAsk(options.TimeZone?.Id), cancellation);
        return TimeZoneInfo.TryFindSystemTimeZoneById(tenant.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;
    }

    private ISimulationTarget OpenTarget() => IsFile
        ? new FileTarget(options.OutputFile!)
        : new ServerTarget(context.Server, options.Tenant!, new Retry(context.Time, TimeSpan.FromMinutes(5), why => _onWait(why)), _totals);

    private Task<int> SendHistoryAsync(
        ISimulationTarget target, TimeZoneInfo zone, DateTimeOffset start, TimeSpan history, CancellationToken cancellation)
    {
        var centre = new ContactCentre(options.Seed, zone, BadSpells.OfThePast);
        return ProgressLine.RunAsync(context.Terminal, isShown: true, "history", history.TotalSeconds, async progress =>
        {
            _onWait = progress.Waiting;
            foreach (var batch in centre.History(start - history, start, options.PerDay).Chunk(BatchMax))
            {
                await target.SendAsync(batch, correct: false, cancellation);
                _made += batch.Length;
                progress.Advance((batch[^1].RespondedAt - (start - history)).TotalSeconds, _made);
            }

            return ExitCode.Done;
        });
    }

    private Task<int> SendLiveAsync(ISimulationTarget target, TimeZoneInfo zone, DateTimeOffset start, CancellationToken cancellation)
    {
        BadSpell[] live = options.BadTouchpoint is { } bad ? [BadSpells.Live(bad, start)] : [];
        var traffic = new LiveTraffic(
            new ContactCentre(options.Seed, zone, [.. BadSpells.OfThePast, .. live]), start, options.Rate, options.Rhythm);
        return ProgressLine.RunAsync(context.Terminal, isShown: true, "live", length: null, async progress =>
        {
            _onWait = progress.Waiting;
            using var timer = new PeriodicTimer(Tick, context.Time);
            var end = options.For is { } duration ? start + duration : DateTimeOffset.MaxValue;
            for (var left = options.Count ?? long.MaxValue; left > 0 && traffic.NextAt < end;)
            {
                var until = IsFile ? DateTimeOffset.MaxValue : context.Time.GetUtcNow();
                var due = TakeDue(traffic, until < end ? until : end, Math.Min(left, BatchMax));
                left -= due.Count;
                await SendAsync(target, due, cancellation);
                progress.Advance(0, _made += due.Count);
                if (due.Count == 0)
                    await timer.WaitForNextTickAsync(cancellation);
            }

            return ExitCode.Done;
        });
    }

    private static List<SimulatedEvent> TakeDue(LiveTraffic traffic, DateTimeOffset until, long countMax)
    {
        var due = new List<SimulatedEvent>();
        while (due.Count < countMax && traffic.NextAt < until)
            due.Add(traffic.Next());
        return due;
    }

    /// <summary>Sends in order; a run of corrections goes by itself, since a request either corrects or does not.</summary>
    private static async Task SendAsync(ISimulationTarget target, List<SimulatedEvent> due, CancellationToken cancellation)
    {
        for (var from = 0; from < due.Count;)
        {
            var correct = due[from].Kind == SimulatedKind.Correction;
            var to = from;
            while (to < due.Count && due[to].Kind == SimulatedKind.Correction == correct)
                to++;
            await target.SendAsync([.. due.GetRange(from, to - from).Select(next => next.Response)], correct, cancellation);
            from = to;
        }
    }
}
