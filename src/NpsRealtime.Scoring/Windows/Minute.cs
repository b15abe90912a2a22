namespace NpsRealtime.Scoring.Windows;

/// <summary>A minute as a number: whole minutes since 1970-01-01T00:00Z.</summary>
public readonly record struct Minute(int Number) : IComparable<Minute>
{
    /// <summary>Minutes in a quarter-hour, the resolution of everything older than <see cref="FineMinutes"/>.</summary>
    public const int Quarter = 15;

    /// <summary>How far back scores are exact to the minute: 48 hours.</summary>
    public const int FineMinutes = 48 * 60;

    /// <summary>Before every minute that can hold a response; on a quarter-hour, so that it is its own.</summary>
    public static readonly Minute First = new(int.MinValue + 8);

    /// <summary>After every minute that can hold a response.</summary>
    public static readonly Minute Last = new(int.MaxValue);

    public DateTimeOffset Start => DateTimeOffset.FromUnixTimeSeconds(Number * 60L);

    /// <summary>The minute in which an instant lies.</summary>
    public static Minute Of(DateTimeOffset instant) => OfUnixMilliseconds(instant.ToUnixTimeMilliseconds());

    /// <summary>The minute in which an instant lies, given in milliseconds since 1970-01-01T00:00Z.</summary>
    public static Minute OfUnixMilliseconds(long milliseconds) =>
        new(checked((int)Math.Floor(milliseconds / 60_000.0)));

    /// <summary>Where quarter-hours begin to be the resolution at <paramref name="now"/>: 48 hours ago, on a quarter-hour.</summary>
    public static Minute DownsamplingLine(DateTimeOffset now) => Of(now).Plus(-FineMinutes).FloorToQuarter();

    public Minute Plus(int minutes) => new(checked(Number + minutes));

    /// <summary>The start of the quarter-hour in which this minute lies.</summary>
    public Minute FloorToQuarter() => new(Number - (((Number % Quarter) + Quarter) % Quarter));

    public int CompareTo(Minute other) => Number.CompareTo(other.Number);

    public static bool operator <(Minute left, Minute right) => left.Number < right.Number;

    public static bool operator >(Minute left, Minute right) => left.Number > right.Number;

    public static bool operator <=(Minute left, Minute right) => left.Number <= right.Number;

    public static bool operator >=(Minute left, Minute right) => left.Number >= right.Number;
}
