using System.Globalization;

namespace NpsRealtime.Benchmarks;

/// <summary>
/// The memory that a process holds while it works, read five times a second: one reading alone says how long ago the last garbage
/// collection was, and differs from the next by tens of megabytes.
/// </summary>
internal sealed class MemorySamples : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly List<double> _samples = [];
    private readonly Task _reading;

    public MemorySamples(int process) => _reading = Task.Run(() => ReadAsync(process));

    /// <summary>Resident bytes: the middle of what was read since the last call.</summary>
    public double TakeMedian()
    {
        lock (_samples)
        {
            var median = Result.Median(_samples);
            _samples.Clear();
            return median;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _reading;
        _ending.Dispose();
    }

    private async Task ReadAsync(int process)
    {
        while (!_ending.IsCancellationRequested)
        {
            lock (_samples)
                _samples.Add(BytesOf(process));
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
        }
    }

    private static double BytesOf(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6).Trim()[..^3], CultureInfo.InvariantCulture) * 1_024.0;
    }
}
