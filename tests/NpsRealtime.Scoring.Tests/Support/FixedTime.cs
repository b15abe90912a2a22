namespace NpsRealtime.Scoring.Tests.Support;

/// <summary>A clock that stands still until a test moves it.</summary>
public sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
