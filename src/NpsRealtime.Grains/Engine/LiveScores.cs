using NpsRealtime.Grains.Messages;
using NpsRealtime.Grains.Nodes;
using NpsRealtime.Grains.Scores;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Grains.Engine;

/// <summary>Reads live scores wherever in the cluster they live, and asks again when their silo has just gone.</summary>
internal sealed class LiveScores(IClusterGrains grains, ScoringParts parts)
{
    /// <summary>How long a read may take altogether, but for the last call.</summary>
    private static readonly TimeSpan ReadMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <exception cref="NotYetException">The position was not reached within five seconds.</exception>
    /// <exception cref="StoreUnavailableException">The score can't be read now.</exception>
    public async Task<ScoreSnapshot> ReadAsync(Tenant tenant, ScoreKey key, Window window, Position? after, CancellationToken cancellation)
    {
        var (grain, position) = (Grain(tenant, key), after?.ToString());
        var answer = await AskAsync(() => grain.ReadAsync(window.Name, position, cancellation), cancellation);
        return answer.Snapshot!;
    }

    /// <exception cref="StoreUnavailableException">The score can't be read now.</exception>
    public async Task<IReadOnlyList<HistoryPoint>> HistoryAsync(
        Tenant tenant, ScoreKey key, IReadOnlyList<Minute> edges, CancellationToken cancellation)
    {
        var (grain, minutes) = (Grain(tenant, key), edges.Select(edge => edge.Number).ToArray());
        var answer = await AskAsync(() => grain.HistoryAsync(minutes, cancellation), cancellation);
        return answer.Points!;
    }

    private IScoreGrain Grain(Tenant tenant, ScoreKey key) => grains.Score(tenant.Name, key);

    private async Task<ReadAnswer> AskAsync(Func<Task<ReadAnswer>> ask, CancellationToken cancellation)
    {
        Tracing.BeginAnew();
        var began = parts.NodeTime.GetTimestamp();
        while (true)
        {
            Exception? fault = null;
            ReadAnswer? answer = null;
            try
            {
                answer = await ask();
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
            {
                fault = failure;
            }

            if (answer is { Status: ReadStatus.Read })
                return answer;
            if (parts.NodeTime.GetElapsedTime(began) > ReadMax || answer is { Status: ReadStatus.Unavailable })
            {
                throw answer is { Status: ReadStatus.NotYet }
                    ? new NotYetException("The score has not reached that position within 5 seconds.")
                    : new StoreUnavailableException(answer?.Detail ?? "The node that holds the score does not answer. Try again.", fault);
            }

            if (answer is null)
                await Task.Delay(Pause, parts.NodeTime, cancellation);
        }
    }
}
