using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Web.Json;
using NpsRealtime.Web.ScoreKeys;

namespace NpsRealtime.Web.Streams;

/// <summary>
/// One score over one window that somebody on this node watches: one subscription to the engine, one serialisation of each
/// change, however many viewers. It is also each viewer's latest-value slot: a viewer only learns that something changed, and
/// reads <see cref="Latest"/> when its connection can take a message. Thread-safe.
/// </summary>
internal sealed class SharedScore(
    Tenant tenant, ScoreKey key, Window window, KeyLabels labels, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly Lock _starting = new();
    private readonly Lock _publishing = new();
    private readonly Lock _gate = new();
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableArray<ViewerScore> _viewers = [];
    private PublishedSnapshot? _latest;
    private ScoreSnapshot? _counted;
    private string? _label;
    private IScoreWatch? _watch;
    private DateTimeOffset? _unconfirmedSince;
    private bool _isDisposed;

    public Tenant Tenant => tenant;

    public ScoreKey Key => key;

    public Window Window => window;

    /// <summary>How many viewers hold this score; guarded by the feed.</summary>
    public int Holders { get; set; }

    /// <summary>The last snapshot; null until the first one is there.</summary>
    public PublishedSnapshot? Latest => Volatile.Read(ref _latest);

    /// <summary>Completes with the first snapshot.</summary>
    public Task First => _first.Task;

    /// <summary>When it was last confirmed, while that is too long ago for it to be called live; otherwise null.</summary>
    public DateTimeOffset? UnconfirmedSince
    {
        get
        {
            lock (_gate)
                return _unconfirmedSince;
        }
    }

    /// <summary>Begins to watch, unless that was done before.</summary>
    public void Start(IScoreEngine engine)
    {
        lock (_starting)
        {
            if (!_isDisposed)
                _watch ??= engine.Watch(tenant, key, window, Publish);
        }
    }

    public void Add(ViewerScore viewer)
    {
        lock (_gate)
            _viewers = _viewers.Add(viewer);
    }

    public void Remove(ViewerScore viewer)
    {
        lock (_gate)
            _viewers = _viewers.Remove(viewer);
    }

    /// <summary>Looks whether it can be called live, and tells its viewers when that has changed.</summary>
    public void Look(TimeSpan unconfirmedMax)
    {
        if (Volatile.Read(ref _watch) is not { } watch)
            return;
        var confirmedAt = watch.ConfirmedAt ?? _startedAt;
        var isUnconfirmed = time.GetUtcNow() - confirmedAt > unconfirmedMax;
        ImmutableArray<ViewerScore> viewers;
        lock (_gate)
        {
            if (isUnconfirmed == _unconfirmedSince is not null)
                return;
            _unconfirmedSince = isUnconfirmed ? confirmedAt : null;
            viewers = _viewers;
        }

        foreach (var viewer in viewers)
            viewer.Viewer.ConfirmationChanged();
    }

    public void Dispose()
    {
        lock (_starting)
        {
            _isDisposed = true;
            _watch?.Dispose();
        }
    }

    /// <summary>Publishes the last snapshot again when it is to be called otherwise by now.</summary>
    public void Rename()
    {
        lock (_publishing)
        {
            if (_counted is { } counted && labels.Name(tenant, counted).Label != _label)
                Show(counted);
        }
    }

    // The engine calls this one at a time and in order, and must not be held up: no viewer is waited for here.
    private void Publish(ScoreSnapshot snapshot)
    {
        lock (_publishing)
            Show(snapshot);
    }

    private void Show(ScoreSnapshot counted)
    {
        try
        {
            var snapshot = labels.Name(tenant, counted);
            (_counted, _label) = (counted, snapshot.Label);
            var json = JsonSerializer.SerializeToUtf8Bytes(snapshot, ReadableJson.Types.ScoreSnapshot);
            ImmutableArray<ViewerScore> viewers;
            lock (_gate)
            {
                Volatile.Write(ref _latest, new PublishedSnapshot(json, snapshot.Version, time.GetTimestamp()));
                viewers = _viewers;
            }

            _first.TrySetResult();
            foreach (var viewer in viewers)
                viewer.Changed();
        }
        catch (Exception fault)
        {
            Log.PublishFailed(logger, fault);
        }
    }
}

/// <summary>A snapshot as it goes to viewers: serialised once, shared by all of them.</summary>
/// <param name="Json">UTF-8.</param>
/// <param name="Version">The snapshot's version.</param>
/// <param name="PublishedAt">The timestamp at which the engine published it.</param>
internal sealed record PublishedSnapshot(ReadOnlyMemory<byte> Json, long Version, long PublishedAt);

/// <summary>
/// Writes a watched score as its latest snapshot, which was serialised when it was published. The hub's protocol serialises under
/// the connection's write lock; so whatever order messages are written in, none holds an older snapshot than the one before it.
/// </summary>
internal sealed class SharedScoreConverter : JsonConverter<SharedScore>
{
    public override SharedScore Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Snapshots are only sent.");

    public override void Write(Utf8JsonWriter writer, SharedScore value, JsonSerializerOptions options)
    {
        if (value.Latest is { } latest)
            writer.WriteRawValue(latest.Json.Span, skipInputValidation: true);
        else
            writer.WriteNullValue();
    }
}
