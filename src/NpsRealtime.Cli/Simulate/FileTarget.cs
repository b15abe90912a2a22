using System.Buffers;
using NpsRealtime.Simulation;

namespace NpsRealtime.Cli.Simulate;

/// <summary>Writes the responses as NDJSON. A correction is a later line with the same id; <c>nps import --correct</c> takes it so.</summary>
internal sealed class FileTarget(string path) : ISimulationTarget
{
    private readonly Stream _output = path == "-" ? Console.OpenStandardOutput() : File.Create(path);
    private readonly ArrayBufferWriter<byte> _lines = new(1 << 16);

    public async Task SendAsync(IReadOnlyList<SimulatedResponse> responses, bool correct, CancellationToken cancellation)
    {
        _lines.ResetWrittenCount();
        foreach (var response in responses)
        {
            response.WriteJson(_lines);
            _lines.Write("\n"u8);
        }

        await _output.WriteAsync(_lines.WrittenMemory, cancellation);
    }

    public ValueTask DisposeAsync() => _output.DisposeAsync();
}
