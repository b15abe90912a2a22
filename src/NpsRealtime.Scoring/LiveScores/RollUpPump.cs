namespace NpsRealtime.Scoring.LiveScores;

/// <summary>
/// Sends a partition's roll-ups when they are due: the first of a key at once, then no faster than its interval, and one under
/// way per key. Each ends acknowledged, or is sent again.
/// </summary>
/// <param name="outbox">What is to be sent.</param>
/// <param name="deliverAsync">Sends one; false when nobody lives under the key. May throw.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where failures are told.</param>
public sealed class RollUpPump(
    RollUpOutbox outbox, Func<int, RollUp, Task<bool>> deliverAsync, TimeProvider time, IScoringLog log)
{
    private readonly AsyncSignal _news = new();

    /// <summary>Tells the pump that something may be due.</summary>
    public void Wake() => _news.Set();

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await Task.Yield();
        while (!cancellation.IsCancellationRequested)
        {
            var due = outbox.TakeDue(out var nextIn);
            foreach (var (keyId, rollUp) in due)
                _ = SendAsync(keyId, rollUp);
            if (due.Count == 0 || nextIn is not null)
                await _news.WaitAsync(nextIn ?? RollUpOutbox.Lapse, time, cancellation);
        }
    }

    private async Task SendAsync(int keyId, RollUp rollUp)
    {
        try
        {
            if (await deliverAsync(keyId, rollUp))
                outbox.Acknowledged(keyId, rollUp);
            else
                outbox.Detach(keyId);
            if (rollUp.Items.Count >= RollUpOutbox.ItemsMax)
                _news.Set();
        }
        catch (Exception failure)
        {
            log.RollUpFailed(keyId, failure);
            outbox.Failed(keyId);
        }

        _news.Set();
    }
}
