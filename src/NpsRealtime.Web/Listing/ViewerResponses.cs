using System.Text.Json;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Listing;
using NpsRealtime.Web.Streams;

namespace NpsRealtime.Web.Listing;

/// <summary>
/// One viewer's stream of a tenant's new responses. What a slow connection has not taken yet waits here, so many at most; older ones
/// make room, and the next message says so.
/// </summary>
internal sealed class ViewerResponses : IViewerWork, IDisposable
{
    private const int WaitingMax = 100;

    private readonly Lock _gate = new();
    private readonly Queue<ListedResponse> _waiting = new();
    private readonly Viewer _viewer;
    private readonly ResponseFeed _feed;
    private readonly ResponseTail _tail;
    private readonly ResponseChoice _choice;
    private readonly bool _mayReadComments;
    private bool _isSkipping;
    private bool _isEnqueued;
    private bool _isDisposed;

    public ViewerResponses(Viewer viewer, ResponseFeed feed, ResponseTail tail, ResponseChoice choice, bool mayReadComments)
    {
        (_viewer, _feed, _tail, _choice, _mayReadComments) = (viewer, feed, tail, choice, mayReadComments);
        tail.Add(this);
    }

    public Task Ready => _tail.Ready;

    /// <summary>New responses in the order of arrival. Called by the tail, which nothing here may hold up.</summary>
    public void Arrived(IReadOnlyList<ListedResponse> news, bool isCut)
    {
        lock (_gate)
        {
            _isSkipping |= isCut;
            foreach (var listed in news)
            {
                if (!_choice.Fits(listed))
                    continue;
                if (_waiting.Count == WaitingMax)
                {
                    _waiting.Dequeue();
                    _isSkipping = true;
                }

                _waiting.Enqueue(listed);
            }

            if (_isEnqueued || _waiting.Count == 0)
                return;
            _isEnqueued = true;
        }

        _viewer.Enqueue(this);
    }

    public ValueTask DoAsync()
    {
        AddedAnswer answer;
        lock (_gate)
        {
            _isEnqueued = false;
            if (_isDisposed || _waiting.Count == 0)
                return ValueTask.CompletedTask;
            answer = new AddedAnswer(
                _tail.Tenant.Name, [.. _waiting.Select(listed => ListedAnswer.Of(listed, _mayReadComments))], _isSkipping);
            _waiting.Clear();
            _isSkipping = false;
        }

        return _viewer.Connection.SendAsync(new AddedResponses(
            JsonSerializer.SerializeToUtf8Bytes(answer, ReadableListing.Types.AddedAnswer), answer.Responses[^1].Position));
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
        }

        _tail.Remove(this);
        _feed.Release(_tail);
    }
}
