using NpsRealtime.Scoring.Partitions;

namespace NpsRealtime.Scoring.LiveScores;

/// <summary>
/// What a partition still has to tell the live scores that attached to it. Only attached keys get roll-ups; what is not
/// acknowledged is sent again with what has gathered since. Thread-safe.
/// </summary>
public sealed class RollUpOutbox(int partition, TimeProvider time, ScoringOptions options)
{
    /// <summary>How many items may wait for one key before they are dropped and its score has to load instead.</summary>
    public const int ItemsMax = 1_000;

    /// <summary>How long an attachment lasts that is not renewed.</summary>
    public static readonly TimeSpan Lapse = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan PolledInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<int, Attachment> _attached = [];
    private Guid _activation;
    private long _head;

    /// <summary>The partition begins a life: every attached score must load, since it can't know what it missed.</summary>
    public void Start(Guid activation, long head)
    {
        lock (_gate)
        {
            _activation = activation;
            _head = head;
            foreach (var attachment in _attached.Values)
                attachment.Forget(head);
        }
    }

    /// <summary>A commit is done. Returns whether an attached key has something to be told.</summary>
    public bool Committed(long head, IReadOnlyList<TallyChange> changes)
    {
        lock (_gate)
        {
            _head = head;
            if (_attached.Count == 0)
                return false;
            var any = false;
            foreach (var change in changes)
            {
                if (!_attached.TryGetValue(change.KeyId, out var attachment))
                    continue;
                any = true;
                attachment.Add(new RollUpItem(
                    head, change.Minute, change.Change, change.LastRespondedAtMilliseconds, change.LastAcceptedAtMilliseconds));
            }

            return any;
        }
    }

    /// <summary>Notes a key, or keeps it noted, and answers with an ordinary roll-up.</summary>
    public RollUp Attach(int keyId, bool isWatched)
    {
        lock (_gate)
        {
            if (!_attached.TryGetValue(keyId, out var attachment))
                _attached[keyId] = attachment = new Attachment(_head);
            attachment.Renewed(time.GetTimestamp());
            attachment.Interval = isWatched ? TimeSpan.FromMilliseconds(options.RollUpMilliseconds) : PolledInterval;
            return RollUpOf(attachment);
        }
    }

    /// <summary>Takes the roll-ups whose time has come, and tells when the next is due (null: nothing waits).</summary>
    public IReadOnlyList<(int KeyId, RollUp RollUp)> TakeDue(out TimeSpan? nextIn)
    {
        lock (_gate)
        {
            var due = new List<(int, RollUp)>();
            nextIn = null;
            foreach (var (keyId, attachment) in _attached)
            {
                if (time.GetElapsedTime(attachment.RenewedAt) > Lapse)
                {
                    _attached.Remove(keyId);
                    continue;
                }

                if (!attachment.HasNews || attachment.IsUnderWay)
                    continue;
                var wait = attachment.SentAt is { } sentAt ? attachment.Interval - time.GetElapsedTime(sentAt) : TimeSpan.Zero;
                if (wait > TimeSpan.Zero)
                {
                    nextIn = nextIn is { } known && known < wait ? known : wait;
                    continue;
                }

                attachment.Sent(time.GetTimestamp());
                due.Add((keyId, RollUpOf(attachment)));
            }

            return due;
        }
    }

    /// <summary>A roll-up has arrived: what it said need not be said again.</summary>
    public void Acknowledged(int keyId, RollUp rollUp)
    {
        lock (_gate)
        {
            if (_attached.TryGetValue(keyId, out var attachment))
                attachment.Acknowledge(rollUp.Activation == _activation ? rollUp.To : 0);
        }
    }

    /// <summary>A roll-up may not have arrived; it is sent again with what has gathered since.</summary>
    public void Failed(int keyId)
    {
        lock (_gate)
        {
            if (_attached.TryGetValue(keyId, out var attachment))
                attachment.Fail();
        }
    }

    /// <summary>
    /// Nobody lived under that key where the roll-up under way arrived. Whoever has attached since it was sent lives elsewhere, and is told it
    /// instead.
    /// </summary>
    public void Detach(int keyId)
    {
        lock (_gate)
        {
            if (_attached.TryGetValue(keyId, out var attachment) && attachment.IsRenewedUnderWay)
                attachment.Fail();
            else
                _attached.Remove(keyId);
        }
    }

    private RollUp RollUpOf(Attachment attachment) =>
        new(partition, _activation, attachment.From, attachment.Items.ToArray(), _head);

    /// <summary>One noted key.</summary>
    private sealed class Attachment(long head)
    {
        private bool _mustTell;

        /// <summary>The head up to which the score has acknowledged, or at which it was noted.</summary>
        public long From { get; private set; } = head;

        public List<RollUpItem> Items { get; } = [];

        public long RenewedAt { get; private set; }

        public TimeSpan Interval { get; set; }

        public long? SentAt { get; private set; }

        public bool IsUnderWay { get; private set; }

        /// <summary>Whether somebody has attached since the roll-up under way was sent.</summary>
        public bool IsRenewedUnderWay { get; private set; }

        public bool HasNews => _mustTell || Items.Count > 0;

        public void Renewed(long at) => (RenewedAt, IsRenewedUnderWay) = (at, IsUnderWay);

        public void Add(in RollUpItem item)
        {
            if (Items.Count < ItemsMax)
                Items.Add(item);
            else
                Forget(item.Head);
        }

        /// <summary>Drops what waits. The next roll-up begins beyond the score's cursor, which tells it to load.</summary>
        public void Forget(long head)
        {
            Items.Clear();
            From = head;
            _mustTell = true;
        }

        public void Sent(long at)
        {
            SentAt = at;
            (IsUnderWay, IsRenewedUnderWay) = (true, false);
            _mustTell = false;
        }

        public void Acknowledge(long to)
        {
            IsUnderWay = false;
            From = Math.Max(From, to);
            Items.RemoveAll(item => item.Head <= to);
        }

        public void Fail()
        {
            IsUnderWay = false;
            _mustTell = true;
        }
    }
}
