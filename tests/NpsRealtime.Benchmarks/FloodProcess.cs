using System.Globalization;

namespace NpsRealtime.Benchmarks;

/// <summary>
/// A <see cref="Flood"/> in a process of its own, as it would be: in the process that measures, it would hold up the measuring with
/// its own threads and collections.
/// </summary>
internal sealed class FloodProcess : IAsyncDisposable
{
    private const string PortVariable = "NPS_BENCH_FLOOD_PORT";
    private const string KeyVariable = "NPS_BENCH_FLOOD_KEY";

    private readonly OwnProcess _process;

    private FloodProcess(OwnProcess process) => _process = process;

    /// <summary>Starts it; it has made what it will send, and waits.</summary>
    /// <param name="port">Where to.</param>
    /// <param name="key">The tenant's key.</param>
    /// <param name="isElsewhere">
    /// Whether it gets only that time of the processors which nobody else wants, as if its senders were other machines, as they are in earnest.
    /// </param>
    /// <param name="isRepeating">Whether it soon has nothing new to send.</param>
    public static async Task<FloodProcess> StartAsync(int port, string key, bool isElsewhere, bool isRepeating = false)
    {
        var started = new FloodProcess(new OwnProcess(isRepeating ? "flood-repeating" : "flood", (PortVariable, port), (KeyVariable, key), talks: true, isElsewhere));
        await started.ReadAsync();
        return started;
    }

    /// <summary>The other side: floods between one line of the standard input and the next, and says what became of it.</summary>
    public static async Task RunAsync(bool isRepeating)
    {
        var flood = new Flood(
            int.Parse(Environment.GetEnvironmentVariable(PortVariable)!, CultureInfo.InvariantCulture), "flood", Environment.GetEnvironmentVariable(KeyVariable)!,
            isRepeating);
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is not null)
        {
            flood.Forget();
            using var over = new CancellationTokenSource();
            var flooding = flood.RunAsync(over.Token);
            await Console.In.ReadLineAsync();
            await over.CancelAsync();
            await flooding.WaitAsync(TimeSpan.FromSeconds(30));
            Console.WriteLine(flood);
        }
    }

    /// <summary>Floods while something is done. Returns its result, and what became of the flood.</summary>
    /// <param name="work">What is done.</param>
    /// <param name="lead">For how long it floods before; two seconds unless told.</param>
    public async Task<(T Result, string Flood)> WhileAsync<T>(Func<Task<T>> work, TimeSpan? lead = null)
    {
        await _process.Input.WriteLineAsync("begin");
        await Task.Delay(lead ?? TimeSpan.FromSeconds(2), TimeProvider.System);
        var result = await work();
        await _process.Input.WriteLineAsync("end");
        return (result, await ReadAsync());
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task<string> ReadAsync() =>
        await _process.Output.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)) ?? throw new InvalidOperationException("The flood's process ended.");
}
