using System.Globalization;

namespace NpsRealtime.Simulation;

/// <summary>
/// What a contact centre's survey tools send from a start on: new responses, and among them late ones, duplicates and
/// corrections. Deterministic; the caller's clock only decides how much of it is due.
/// </summary>
/// <param name="centre">Who makes the responses up.</param>
/// <param name="start">When it begins. Part of the ids, so that two runs of one seed do not meet.</param>
/// <param name="perSecond">Events a second, on average.</param>
/// <param name="followsRhythm">Whether nights are quiet; otherwise the rate is the same around the clock.</param>
public sealed class LiveTraffic(ContactCentre centre, DateTimeOffset start, double perSecond, bool followsRhythm = false)
{
    private const int RememberedMax = 500;
    private const double LateShare = 0.02;
    private const double DuplicateShare = 0.015;
    private const double CorrectionShare = 0.01;

    private readonly SeededRandom _random = SeededRandom.For(centre.Seed, start.UtcTicks);
    private readonly List<SimulatedResponse> _remembered = [];
    private readonly string _run = (start.ToUnixTimeMilliseconds() / 1000).ToString("x", CultureInfo.InvariantCulture);
    private DateTimeOffset _next = start;
    private long _number;

    /// <summary>When the next event is due.</summary>
    public DateTimeOffset NextAt => _next;

    /// <summary>The next event, whenever it is due.</summary>
    public SimulatedEvent Next()
    {
        var at = _next;
        _next = at + _random.NextGap(followsRhythm ? perSecond * centre.Rhythm.At(at) : perSecond);
        var draw = _random.NextDouble();
        if (draw < DuplicateShare && _remembered.Count > 0)
            return new SimulatedEvent(SimulatedKind.Duplicate, at, _random.Pick(_remembered));
        if (draw < DuplicateShare + CorrectionShare && _remembered.Count > 0)
            return Correction(at);
        var isLate = draw > 1 - LateShare;
        var respondedAt = isLate ? at - Lateness() : at;
        var response = centre.Respond(_random, $"live-{centre.Seed:x}-{_run}-{_number++}", respondedAt);
        Remember(response);
        return new SimulatedEvent(isLate ? SimulatedKind.Late : SimulatedKind.New, at, response);
    }

    private SimulatedEvent Correction(DateTimeOffset at)
    {
        // What is remembered is what the server has, so that a later duplicate repeats the corrected form and not the first one.
        var index = _random.NextInt32(_remembered.Count);
        _remembered[index] = ContactCentre.Correct(_random, _remembered[index]);
        return new SimulatedEvent(SimulatedKind.Correction, at, _remembered[index]);
    }

    /// <summary>From two minutes to almost three days, spread evenly over the orders of magnitude: mostly minutes, now and then days.</summary>
    private TimeSpan Lateness() => TimeSpan.FromMinutes(2 * Math.Pow(2_000, _random.NextDouble()));

    private void Remember(SimulatedResponse response)
    {
        if (_remembered.Count < RememberedMax)
            _remembered.Add(response);
        else
            _remembered[_random.NextInt32(RememberedMax)] = response;
    }
}
