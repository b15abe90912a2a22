namespace NpsRealtime.Web.Access.FairShares;

/// <summary>How many messages one hub connection may still send: a bucket that fills with time. Its calls come one at a time.</summary>
internal sealed class MessageAllowance(int perSecond, TimeProvider time)
{
    private readonly double _most = perSecond * 4;
    private double _left = perSecond * 4;
    private long _since = time.GetTimestamp();

    /// <summary>Takes one message; false when there is none left.</summary>
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
