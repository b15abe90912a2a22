using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Web.Streams;

/// <summary>
/// One wildcard of one viewer. New keys are taken up in the viewer's pump, from the list that all wildcards of the tenant share,
/// so that nothing is queued per viewer.
/// </summary>
internal sealed class ViewerWildcard(Viewer viewer, SharedKeys keys, ScoreFilter filter, Window window) : IViewerWork
{
    private int _isWaiting;
    private int _next;

    public SharedKeys Keys => keys;

    public ScoreFilter Filter => filter;

    public Window Window => window;

    /// <summary>It as clients write it, as in <c>touchpoint/*</c>.</summary>
    public string Text => filter.SegmentName is { } name ? $"segment/{name}/*" : $"{filter.Kind.ToString()!.ToLowerInvariant()}/*";

    /// <summary>Whether its keys are taken up as they come: not before it was decided which, where they are too many. Guarded by the viewer.</summary>
    public bool HasBegun { get; set; }

    /// <summary>How many of its keys the viewer has no room for. Guarded by the viewer.</summary>
    public int LeftOut { get; set; }

    /// <summary>How many keys it has not given out yet.</summary>
    public int Waiting => keys.From(_next).Count(filter.Includes);

    /// <summary>Whether a score is one of those that the wildcard stands for.</summary>
    public bool Covers(SharedScore score) =>
        score.Tenant.Name == keys.Tenant.Name && score.Window.Name == window.Name && filter.Includes(score.Key);

    /// <summary>There are new keys.</summary>
    public void Changed()
    {
        if (Interlocked.Exchange(ref _isWaiting, 1) == 0)
            viewer.Enqueue(this);
    }

    public ValueTask DoAsync()
    {
        Interlocked.Exchange(ref _isWaiting, 0);
        if (HasBegun)
            viewer.TakeUp(this, isHeld: false);
        return ValueTask.CompletedTask;
    }

    /// <summary>The keys that it stands for and has not given out yet. Called under the viewer's lock.</summary>
    public IEnumerable<Scoring.Keys.ScoreKey> NextKeys()
    {
        var born = keys.From(_next);
        _next += born.Length;
        return born.Where(filter.Includes);
    }
}
