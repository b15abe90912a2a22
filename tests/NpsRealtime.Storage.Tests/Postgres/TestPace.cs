using NpsRealtime.Storage.Postgres;
using NpsRealtime.Storage.Postgres.Merge;

namespace NpsRealtime.Storage.Tests.Postgres;

/// <summary>A pace of one store, since what all of the process sends is everybody's.</summary>
internal sealed class TestPace : MergePace
{
    private volatile bool _isShared;

    public override bool IsShared => _isShared;

    /// <summary>From now on somebody else sends.</summary>
    public void Share() => _isShared = true;

    public override TimeSpan RestAfter(TimeSpan worked) => _isShared ? TimeSpan.FromMilliseconds(100) : TimeSpan.Zero;
}
