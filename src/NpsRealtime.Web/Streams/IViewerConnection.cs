using NpsRealtime.Web.Listing;

namespace NpsRealtime.Web.Streams;

/// <summary>How messages reach one viewer.</summary>
internal interface IViewerConnection
{
    /// <summary>The name under which viewers of this kind are counted.</summary>
    string Transport { get; }

    /// <summary>Sends the score's latest snapshot; completes when the connection could take another message.</summary>
    ValueTask SendAsync(SharedScore score);

    /// <summary>Sends new responses; completes when the connection could take another message.</summary>
    ValueTask SendAsync(AddedResponses responses);

    /// <summary>Sends how the viewer's scores fare; completes when the connection could take another message.</summary>
    ValueTask SendAsync(Heartbeat heartbeat);

    /// <summary>Cuts the connection.</summary>
    void Abort();
}

/// <summary>
/// Something that a viewer's pump does. Each object waits in the pump's queue at most once, however often it
/// has reason to; that bounds the queue.
/// </summary>
internal interface IViewerWork
{
    /// <summary>Does it. The pump awaits the end before it goes on.</summary>
    ValueTask DoAsync();
}
