using Microsoft.Extensions.Options;
using NpsRealtime.Web.Telemetry;

namespace NpsRealtime.Web.Streams;

/// <summary>How many viewers this node has, and whether it takes another. Thread-safe.</summary>
internal sealed class ViewerCount(IOptions<WebOptions> limits)
{
    private int _viewers;

    public int Viewers => Volatile.Read(ref _viewers);

    public bool IsFull => Viewers >= limits.Value.ViewersMax;

    /// <summary>Takes a place, which <see cref="Leave"/> gives back; false when there is none.</summary>
    public bool TryEnter(string transport)
    {
        if (Interlocked.Increment(ref _viewers) > limits.Value.ViewersMax)
        {
            Interlocked.Decrement(ref _viewers);
            return false;
        }

        WebMeters.ViewerCame(transport);
        return true;
    }

    public void Leave(string transport)
    {
        Interlocked.Decrement(ref _viewers);
        WebMeters.ViewerLeft(transport);
    }
}
