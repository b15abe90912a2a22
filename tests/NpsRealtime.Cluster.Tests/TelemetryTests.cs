using System.Net.Http.Json;
using NpsRealtime.Cluster.Tests.Support;

namespace NpsRealtime.Cluster.Tests;

/// <summary>What an operator's collector gets from the nodes of a cluster: our meters and traces, and those of Orleans.</summary>
public sealed class TelemetryTests
{
    private const string OrleansCalls = "Microsoft.Orleans.Application";

    [SkippableFact]
    public async Task Export_GatewayAndSilo_MetersAndTracesOfOrleansArriveWithOurs()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var cluster = await SiloCluster.StartAsync(silos: 1, environment: collector.Environment);
        using var http = SiloCluster.Http(cluster.Gateway);

        (await http.PostAsJsonAsync(
            $"/v1/tenants/{SiloCluster.Tenant}/responses", new { id = "secret-id", score = 9, channel = "web", touchpoint = "checkout" })).EnsureSuccessStatusCode();

        await collector.HasAsync(told => told.Instruments.Contains(("NpsRealtime.Scoring", "nps.responses")), "count of responses");
        await collector.HasAsync(told => told.Instruments.Any(one => one.Meter == "Microsoft.Orleans"), "meter of Orleans");
        await collector.HasAsync(told => Way(told).Length == 3, "way of a response to its partition, out of the gateway and into the silo");
        await http.GetStringAsync($"/v1/tenants/{SiloCluster.Tenant}/scores/tenant");
        await collector.HasAsync(told => told.Spans.Any(span => span is { Name: "IScoreGrain/ReadAsync", Parent: "" }), "read of a score");
        collector.Spans.ShouldAllBe(span => !span.Name.Contains("secret-id", StringComparison.Ordinal));
    }

    /// <summary>The spans from a response's departure at the gateway down to its arrival in the silo; fewer when one has not come.</summary>
    private static OtlpSpan[] Way(OtlpReceiver told)
    {
        var sent = Array.Find(told.Spans, span => span is { Source: "NpsRealtime.Grains", Name: "send responses" });
        var called = Child(told, sent);
        return [.. ((OtlpSpan?[])[sent, called, Child(told, called)]).OfType<OtlpSpan>()];
    }

    private static OtlpSpan? Child(OtlpReceiver told, OtlpSpan? parent) =>
        Array.Find(told.Spans, span => span.Source == OrleansCalls && span.Trace == parent?.Trace && span.Parent == parent.Id);
}
