using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.LiveScores;

/// <summary>A window of a live score that somebody watches, and what they were last shown.</summary>
internal sealed class WatchedWindow(Window window)
{
    private readonly List<Action<ScoreSnapshot>> _listeners = [];
    private bool _isUneven;

    public Window Window { get; } = window;

    public ScoreSnapshot? Shown { get; private set; }

    public bool IsEmpty => _listeners.Count == 0;

    public void Add(Action<ScoreSnapshot> listener) => _listeners.Add(listener);

    public void Remove(Action<ScoreSnapshot> listener) => _listeners.Remove(listener);

    /// <summary>Whether a viewer would see a difference: in the counts, the last response or the label.</summary>
    public bool Differs(ScoreSnapshot snapshot) => Shown is null
        || _isUneven
        || !Shown.Counts.ByScore.AsSpan().SequenceEqual(snapshot.Counts.ByScore)
        || Shown.LastResponse != snapshot.LastResponse
        || Shown.Label != snapshot.Label;

    /// <summary>Shows a new listener where things stand. The others are still to be shown what changed since theirs.</summary>
    public void Begin(ScoreSnapshot snapshot, Action<ScoreSnapshot> listener)
    {
        // Should the score go back to what the others were shown, this one has still to be shown it.
        _isUneven |= Shown is not null && Differs(snapshot);
        Shown ??= snapshot;
        listener(snapshot);
    }

    public void Show(ScoreSnapshot snapshot)
    {
        Shown = snapshot;
        _isUneven = false;
        foreach (var listener in _listeners.ToArray())
            listener(snapshot);
    }
}
