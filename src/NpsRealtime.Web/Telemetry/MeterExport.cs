using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NpsRealtime.Web.Telemetry;

/// <summary>
/// Exports every meter <c>NpsRealtime.*</c>, and in a cluster those of Orleans together with the traces of calls between nodes, by OTLP
/// while <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; the exporter reads the other <c>OTEL_*</c> variables itself. Requests themselves are not
/// traced: their addresses may hold a customer's id.
/// </summary>
internal sealed class MeterExport(IConfiguration configuration, ILogger<MeterExport> logger) : IHostedService
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private MeterProvider? _meters;
    private TracerProvider? _traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (configuration[EndpointVariable] is not { Length: > 0 } endpoint)
            return Task.CompletedTask;
        _meters = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Name)
            .AddMeter("NpsRealtime.*", "Microsoft.Orleans")
            .AddOtlpExporter()
            .Build();
        _traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(Name)
            .AddSource("NpsRealtime.*", "Microsoft.Orleans.Application", "Microsoft.Orleans.Runtime")
            .AddOtlpExporter()
            .Build();
        Log.MetersExported(logger, endpoint);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        // Disposing sends what was measured last; that waits for a collector, so it must not hold up the stopping thread.
        return Task.Run(
            () =>
            {
                _meters?.Dispose();
                _traces?.Dispose();
            },
            CancellationToken.None);
    }

    private static void Name(ResourceBuilder resource) => resource.AddService("nps-realtime", serviceVersion: Product.Version);
}
