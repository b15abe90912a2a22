using System.Buffers;
using NpsRealtime.Cli.CommandLine;
using NpsRealtime.Cli.Server;
using NpsRealtime.Simulation;

namespace NpsRealtime.Cli.Simulate;

/// <summary>Sends the responses to a server, and counts what became of them.</summary>
internal sealed class ServerTarget(ServerClient server, string tenant, Retry retry, SimulationTotals totals) : ISimulationTarget
{
    private readonly ArrayBufferWriter<byte> _lines = new(1 << 16);

    public async Task SendAsync(IReadOnlyList<SimulatedResponse> responses, bool correct, CancellationToken cancellation)
    {
        _lines.ResetWrittenCount();
        foreach (var response in responses)
        {
            response.WriteJson(_lines);
            _lines.Write("\n"u8);
        }

        totals.Add(await retry.RunAsync(token => PostAsync(correct, token), cancellation));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<IngestAnswer> PostAsync(bool correct, CancellationToken cancellation)
    {
        var answer = await server.PostLinesAsync(tenant, _lines.WrittenMemory, correct, cancellation);
        if (answer.Errors is [var first, ..] && first.Code == "invalid-response")
            throw new CommandException($"The server refuses what is made up: {first.Detail}");
        return answer;
    }
}
