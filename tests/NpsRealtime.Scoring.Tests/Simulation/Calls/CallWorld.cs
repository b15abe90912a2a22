using System.Globalization;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Tenants;

namespace NpsRealtime.Scoring.Tests.Simulation.Calls;

/// <summary>What everything in one seeded run of the calls shares.</summary>
internal sealed class CallWorld
{
    public static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 58, 30, TimeSpan.Zero);

    private readonly List<string> _trace = [];

    public CallWorld(int seed, CallVariant variant)
    {
        Random = new Random(seed);
        Variant = variant;
        Time = new ManualTime(Start);
        Log = new FailureLog(Time);
        Network = new ShuffledContext(Random);
        Faults = new Faults(Random, Time);
        Tenant = new Tenant(1, "acme", "Acme", TimeZoneInfo.Utc, new byte[Tenant.IdKeyBytes], Random.Next(1, 3));
        Options = new ScoringOptions { GroupResponsesMax = Random.Next(4, 24) };
        Cluster = new SimulatedCluster(this);
    }

    public Random Random { get; }

    public CallVariant Variant { get; }

    public ManualTime Time { get; }

    public ShuffledContext Network { get; }

    public Faults Faults { get; }

    public FailureLog Log { get; }

    public SimulatedStore Store { get; } = new(Simulation.Variant.Sound);

    public ScoringOptions Options { get; }

    public Tenant Tenant { get; }

    public SimulatedCluster Cluster { get; }

    /// <summary>How many silos there were so far.</summary>
    public int SilosBegun { get; set; }

    /// <summary>What was found wrong while it ran.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>What happened, for two runs of a seed to be compared.</summary>
    public IReadOnlyList<string> Steps => _trace;

    /// <summary>Whether everything has been sent, committed and shown, so that nobody may be shown anything else.</summary>
    public bool IsAtRest { get; set; }

    public void Trace(string step) => _trace.Add(string.Create(CultureInfo.InvariantCulture, $"{(Time.GetUtcNow() - Start).TotalMilliseconds:F0} {step}"));

    /// <summary>A naive recount of the stored responses under a key.</summary>
    public long CountOf(ScoreKey key)
    {
        var keyId = Store.Keys.FirstOrDefault(known => known.Key.Equals(key))?.Id ?? -1;
        return Store.Responses.Values.Count(response =>
            !response.State.IsErased && (key.Kind == ScoreKind.Tenant || response.State.KeyIds!.Contains(keyId)));
    }
}
