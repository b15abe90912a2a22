using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace NpsRealtime.Cluster.Tests.Contract;

/// <summary>One of the processes that host a contract's silos, as the test sees it. It ends with the test's own.</summary>
internal sealed class ContractProcess
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(90);

    private readonly StringBuilder _output = new();
    private readonly Process _process;

    private ContractProcess(Process process) => _process = process;

    /// <summary>Starts the process, without waiting for it.</summary>
    public static ContractProcess Start(string clockPath)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ContractProcess).Assembly.Location, clockPath])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };

        // Several nodes share the test machine; each would otherwise take a heap per core.
        start.Environment["DOTNET_gcServer"] = "0";
        return new ContractProcess(Process.Start(start)!);
    }

    /// <summary>Has it carry out an order, and waits until it has.</summary>
    /// <exception cref="InvalidOperationException">It could not; the message says why, and what it printed.</exception>
    public async Task CarryOutAsync(ContractOrder order)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(order));
        await _process.StandardInput.FlushAsync();
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(AnswerMax) is { } line)
        {
            if (line == ContractSilo.Done)
                return;
            _output.AppendLine(line);
            if (line.StartsWith(ContractSilo.Answer, StringComparison.Ordinal))
                break;
        }

        throw new InvalidOperationException($"A silo's process did not do what the test asked for: {_output}");
    }
}
