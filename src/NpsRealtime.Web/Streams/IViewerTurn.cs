namespace NpsRealtime.Web.Streams;

/// <summary>
/// Something that a viewer's pump does when its turn comes. Each object waits in the pump's queue at most once, however often it
/// has reason to; that bounds the queue.
/// </summary>
internal interface IViewerTurn
{
    /// <summary>Does it. The pump awaits the end before it takes the next turn.</summary>
    ValueTask TakeAsync();
}
