using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Listing;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Web.Listing;

/// <summary>
/// The new responses of one tenant, for everybody on this node who wants to see them arrive. When the tenant's score has changed it
/// asks the database what is new: at most ten times a second, a bounded number of rows, beside the write path and never in it.
/// Thread-safe.
/// </summary>
internal sealed class ResponseTail : IDisposable
{
    // What comes faster than people read is passed over, and they are told so.
    private const int RowsMax = 200;

    // Partitions commit side by side, so that a row may show itself a little behind one with a later place.
    private const int Overlap = 500;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<long> _order = new();
    private readonly HashSet<long> _seen = [];
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One place: however often the score changed since the last look, it is one reason to look.
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Tenant _tenant;
    private readonly IResponseListing _listing;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IDisposable _watch;
    private ImmutableArray<ViewerResponses> _viewers = [];
    private long _behind = -1;

    public ResponseTail(Tenant tenant, IScoreEngine engine, IResponseListing listing, TimeProvider time, ILogger logger)
    {
        (_tenant, _listing, _time, _logger) = (tenant, listing, time, logger);
        _ = Task.Run(RunAsync);
        _watch = engine.Watch(tenant, ScoreKey.Tenant, new AllWindow(), _ => _changed.Writer.TryWrite(true));
    }

    public Tenant Tenant => _tenant;

    /// <summary>Completes when the tail knows where it begins: whatever arrives from then on, its viewers are told.</summary>
    public Task Ready => _ready.Task;

    /// <summary>How many viewers hold this; guarded by the feed.</summary>
    public int Holders { get; set; }

    public void Add(ViewerResponses viewer)
    {
        lock (_gate)
            _viewers = _viewers.Add(viewer);
    }

    public void Remove(ViewerResponses viewer)
    {
        lock (_gate)
            _viewers = _viewers.Remove(viewer);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _ending.Cancel();
    }

    private async Task RunAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                await _changed.Reader.ReadAsync(_ending.Token);
                await ReadAsync();
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(RetryDelay, _time, CancellationToken.None);
                _changed.Writer.TryWrite(true);
            }
            catch (Exception fault)
            {
                Log.PublishFailed(_logger, fault);
                await Task.Delay(RetryDelay, _time, CancellationToken.None);
            }
        }
    }

    private async Task ReadAsync()
    {
        var overlap = _tenant.Partitions > 1 ? Overlap : 0;
        if (_behind < 0)
        {
            // Whoever subscribes is given what is there; the tail begins behind it.
            var there = await _listing.ListResponsesAsync(_tenant, new ResponseQuery(1 + overlap), _ending.Token);
            foreach (var listed in there.Responses)
                Note(listed.Place);
            _behind = 0;
            Follow(there);
            _ready.TrySetResult();
            return;
        }

        var query = new ResponseQuery(RowsMax + overlap) { After = _behind };
        var page = await _listing.ListResponsesAsync(_tenant, query, _ending.Token);
        ListedResponse[] news = [.. page.Responses.Where(listed => Note(listed.Place)).Take(RowsMax).Reverse()];
        if (news.Length == 0)
            return;
        Follow(page);
        var isCut = page.Responses.Count == query.Limit;
        foreach (var viewer in _viewers)
            viewer.Arrived(news, isCut);

        void Follow(ResponsePage seen)
        {
            if (seen.Responses.Count > overlap)
                _behind = seen.Responses[overlap].Place;
        }
    }

    /// <summary>Notes a place; false when it was noted before.</summary>
    private bool Note(long place)
    {
        if (!_seen.Add(place))
            return false;
        _order.Enqueue(place);
        if (_order.Count > 4 * (RowsMax + Overlap))
            _seen.Remove(_order.Dequeue());
        return true;
    }
}
