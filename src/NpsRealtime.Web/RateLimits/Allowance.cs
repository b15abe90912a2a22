namespace NpsRealtime.Web.RateLimits;

/// <summary>
/// How much of something may still happen: a bucket that fills with time and holds four seconds' worth. Its calls come one at a time.
/// </summary>
internal sealed class Allowance(int perSecond, TimeProvider time)
{
    private readonly double _most = perSecond * 4;
    private double _left = perSecond * 4;
    private long _since = time.GetTimestamp();

    /// <summary>Takes one; false when there is none left.</summary>
    public bool TryTake()
    {
        var now = time.GetTimestamp();
        _left = Math.Min(_most, _left + (time.GetElapsedTime(_since, now).TotalSeconds * perSecond));
        _since = now;
        if (_left < 1)
            return false;
        _left--;
        return true;
    }
}
