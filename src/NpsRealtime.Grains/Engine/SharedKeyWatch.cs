using NpsRealtime.Grains.Nodes;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Grains.Engine;

/// <summary>A watch of a tenant's keys; while it lasts, the keys that other nodes bring to life are read every second.</summary>
internal sealed class SharedKeyWatch : IDisposable
{
    private readonly NodeTenant _tenant;
    private KeyWatch? _watch;

    public SharedKeyWatch(NodeTenant tenant, Action<ScoreKey> onBorn)
    {
        _tenant = tenant;
        tenant.KeyWatchBegan();
        _watch = KeyWatch.Begin(tenant.Keys, onBorn);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _watch, null) is not { } watch)
            return;
        watch.Dispose();
        _tenant.KeyWatchEnded();
    }
}
