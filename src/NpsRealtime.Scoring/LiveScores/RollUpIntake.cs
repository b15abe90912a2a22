namespace NpsRealtime.Scoring.LiveScores;

/// <summary>
/// Takes roll-ups into a live score, and holds them while they can't be applied. Whether they can, and what is held, change in one
/// step: whoever calls this holds the score's lock, and a step between two locks would acknowledge a roll-up that nobody applies.
/// Not thread-safe.
/// </summary>
internal sealed class RollUpIntake(LiveScore score, IScoringLog log, TimeProvider time)
{
    private const int HeldMax = 256;

    private readonly List<RollUp> _held = [];
    private bool _isLoading;

    /// <summary>Whether the score may lack something, or nothing has been loaded yet: roll-ups are held until it has loaded.</summary>
    public bool IsLoadNeeded { get; private set; } = true;

    /// <summary>
    /// Whether the score should load: because it must, or because the response that it shows as its last one was taken away. In the latter
    /// case every count is right, so roll-ups go on being applied until the load begins.
    /// </summary>
    public bool IsLoadWanted => IsLoadNeeded || (!_isLoading && score.IsLastTaken);

    /// <summary>What is said now can't be applied before a load.</summary>
    public void NeedLoad() => IsLoadNeeded = true;

    /// <summary>Applies a roll-up or holds it; either way nothing of it is lost. Returns whether a viewer would see a difference.</summary>
    public bool Receive(RollUp rollUp)
    {
        if (!_isLoading && !IsLoadNeeded)
            return Apply(rollUp);
        Hold(rollUp);
        return false;
    }

    /// <summary>A read of the store begins: whatever was said before it is in what it reads.</summary>
    public void BeginLoad()
    {
        (_isLoading, IsLoadNeeded) = (true, false);
        _held.Clear();
    }

    /// <summary>The read is there: the score becomes what it says, with what was said meanwhile.</summary>
    public void EndLoad(Store.ScoreLoad load)
    {
        score.Load(load, time.GetUtcNow());
        _isLoading = false;
        foreach (var rollUp in _held.TakeWhile(_ => !IsLoadNeeded))
            Apply(rollUp);
        _held.Clear();
    }

    /// <summary>The read failed; what was held is in the next one.</summary>
    public void FailLoad() => (_isLoading, IsLoadNeeded) = (false, true);

    private void Hold(RollUp rollUp)
    {
        if (_held.Count < HeldMax)
        {
            _held.Add(rollUp);
            return;
        }

        // Too much is held to be worth it: another load brings all of it.
        _held.Clear();
        IsLoadNeeded = true;
    }

    private bool Apply(RollUp rollUp)
    {
        try
        {
            var outcome = score.Apply(rollUp);
            if (outcome != ApplyOutcome.LoadNeeded)
            {
                Measure(rollUp);
                return outcome == ApplyOutcome.Changed;
            }
        }
        catch (Exception failure) when (failure is InvalidOperationException or OverflowException)
        {
            log.ApplyFailed(score.Key.Text, failure);
        }

        IsLoadNeeded = true;
        return false;
    }

    private void Measure(RollUp rollUp)
    {
        if (rollUp.Items is [.., { LastAcceptedAtMilliseconds: > 0 } last])
            ScoringMeters.RolledUp(time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(last.LastAcceptedAtMilliseconds));
    }
}
