using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.RateLimits;

/// <summary>
/// Refuses who is beyond a limit, a little late: who sends on at once, whatever the answer, would otherwise be answered tens of
/// thousands of times a second, and everybody else would wait for that.
/// </summary>
internal sealed class Refusals
{
    private const int AtOnceMax = 2_000;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(100);

    private int _waiting;

    /// <summary>Answers 429 with <c>Retry-After</c>.</summary>
    public async ValueTask RejectAsync(OnRejectedContext rejected, CancellationToken cancellation)
    {
        var context = rejected.HttpContext;
        var seconds = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, Math.Ceiling(after.TotalSeconds)) : 1;
        await WaitAsync(context.RequestServices.GetRequiredService<TimeProvider>(), context.RequestAborted);
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await new Problem(ProblemCatalogue.RateLimited).ExecuteAsync(context);
    }

    // So many at most, since each keeps its connection.
    private async Task WaitAsync(TimeProvider time, CancellationToken aborted)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) <= AtOnceMax)
                await Task.Delay(Delay, time, aborted);
        }
        catch (OperationCanceledException)
        {
            // Whoever hung up needs no answer; writing it does no harm.
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
