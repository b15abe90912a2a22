using NpsRealtime.Scoring.Engine;

namespace NpsRealtime.Grains.Scores;

/// <summary>A window of a score to which viewers of this node have subscribed, and what they were last shown. Not thread-safe.</summary>
internal sealed class SubscribedWindow
{
    private readonly List<Action<ScoreSnapshot>> _listeners = [];
    private ScoreSnapshot? _shown;

    /// <summary>Adds a listener, and shows it what the others see.</summary>
    public void Add(Action<ScoreSnapshot> listener)
    {
        _listeners.Add(listener);
        if (_shown is not null)
            listener(_shown);
    }

    /// <summary>Returns whether nobody is left.</summary>
    public bool Remove(Action<ScoreSnapshot> listener)
    {
        _listeners.Remove(listener);
        return _listeners.Count == 0;
    }

    /// <summary>Shows a snapshot when a viewer would see a difference; renewals mostly bring none.</summary>
    public void Show(ScoreSnapshot snapshot)
    {
        var differs = _shown is null
            || !_shown.Counts.ByScore.AsSpan().SequenceEqual(snapshot.Counts.ByScore)
            || _shown.LastResponse != snapshot.LastResponse
            || _shown.Label != snapshot.Label;
        _shown = snapshot;
        if (!differs)
            return;
        foreach (var listener in _listeners.ToArray())
            listener(snapshot);
    }
}
