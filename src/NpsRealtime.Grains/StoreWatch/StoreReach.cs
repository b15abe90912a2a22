using NpsRealtime.Grains.Nodes;

namespace NpsRealtime.Grains.StoreWatch;

/// <summary>When the database last answered this silo. Thread-safe.</summary>
internal sealed class StoreReach(ScoringParts parts)
{
    private static readonly TimeSpan ReachedAge = TimeSpan.FromSeconds(5);

    // No slug begins so, so that no tenant is ever found: the cheapest read there is.
    private const string NoTenant = "~";

    private long _answeredAt = TimeProvider.System.GetTimestamp();

    /// <summary>How long the database has not answered.</summary>
    public TimeSpan AwayFor => TimeProvider.System.GetElapsedTime(Interlocked.Read(ref _answeredAt));

    /// <summary>Whether it answers.</summary>
    public bool IsReached => AwayFor < ReachedAge;

    /// <summary>Asks the database.</summary>
    public async Task AskAsync(CancellationToken cancellation)
    {
        try
        {
            await parts.Store.FindTenantAsync(NoTenant, cancellation);
            Interlocked.Exchange(ref _answeredAt, TimeProvider.System.GetTimestamp());
        }
        catch (Scoring.Engine.StoreUnavailableException)
        {
            // That is what is being found out.
        }
    }
}
