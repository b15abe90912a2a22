using Microsoft.Extensions.Logging;

namespace NpsRealtime.Scoring.Tests.Simulation.Calls;

/// <summary>Puts what the senders say among the steps of a run.</summary>
internal sealed class TraceLogger(CallWorld world) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        world.Trace(formatter(state, exception));
}
