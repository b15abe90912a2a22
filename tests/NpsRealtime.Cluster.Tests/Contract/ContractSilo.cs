using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace NpsRealtime.Cluster.Tests.Contract;

/// <summary>A process of its own that hosts one silo after the other: it reads an order a line, and answers each with a line.</summary>
internal static class ContractSilo
{
    /// <summary>How an answer begins, among what a silo may log.</summary>
    public const string Answer = "##";

    /// <summary>What an answer says when all is well.</summary>
    public const string Done = Answer + "done";

    /// <summary>Runs until the orders end, as they do when the test's process is gone.</summary>
    public static async Task<int> RunAsync(TextReader orders, TextWriter answers, string clockPath)
    {
        using var clock = new SharedClock(clockPath);
        WebApplication? host = null;
        while (await orders.ReadLineAsync() is { } line)
        {
            var order = JsonSerializer.Deserialize<ContractOrder>(line)!;
            try
            {
                // Also before a start: a test whose own node did not start never says stop.
                if (host is not null)
                    await ContractHost.StopAsync(host);
                host = order.Args is null ? null : await ContractHost.StartAsync(order.Args, order.Options!, clock);
                await answers.WriteLineAsync(Done);
            }
            catch (Exception failure)
            {
                await answers.WriteLineAsync(Answer + failure.ToString().ReplaceLineEndings(" "));
            }
        }

        return 0;
    }
}
