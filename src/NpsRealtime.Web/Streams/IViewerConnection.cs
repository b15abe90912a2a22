using NpsRealtime.Web.Listing;

namespace NpsRealtime.Web.Streams;

/// <summary>How messages reach one viewer.</summary>
internal interface IViewerConnection
{
    /// <summary>The name under which viewers of this kind are counted.</summary>
    string Transport { get; }

    /// <summary>Sends the score's latest snapshot; completes when the connection could take another message.</summary>
    ValueTask SendAsync(WatchedScore score);

    /// <summary>Sends new responses; completes when the connection could take another message.</summary>
    ValueTask SendAsync(AddedResponses responses);

    /// <summary>Sends how the viewer's scores fare; completes when the connection could take another message.</summary>
    ValueTask SendAsync(Heartbeat heartbeat);

    /// <summary>Cuts the connection.</summary>
    void Abort();
}
