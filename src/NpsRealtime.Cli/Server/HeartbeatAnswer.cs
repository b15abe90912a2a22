using System.Globalization;

namespace NpsRealtime.Cli.Server;

/// <summary>What the server says of the scores that are watched, beside the scores.</summary>
internal sealed record HeartbeatAnswer(IReadOnlyList<UnconfirmedAnswer>? Unconfirmed, IReadOnlyList<LeftOutAnswer>? LeftOut)
{
    /// <summary>What whoever looks at the scores has to know; null when all of them are there and live.</summary>
    public string? Warning => this switch
    {
        { Unconfirmed: { Count: > 0 } unconfirmed } => string.Create(
            CultureInfo.InvariantCulture,
            $"Not live: nothing answers for {unconfirmed.Count} of the scores, last confirmed {unconfirmed.Min(score => score.ConfirmedAt).UtcDateTime:HH:mm:ss}Z."),
        { LeftOut: { Count: > 0 } leftOut } => string.Create(
            CultureInfo.InvariantCulture,
            $"{leftOut.Sum(left => left.Count)} scores that need less attention are left out: {leftOut[0].Option} is {leftOut[0].Max}."),
        _ => null,
    };
}

/// <summary>A score that nothing has answered for of late.</summary>
internal sealed record UnconfirmedAnswer(string Key, string Window, DateTimeOffset ConfirmedAt);

/// <summary>How many of a wildcard's scores are not sent.</summary>
internal sealed record LeftOutAnswer(string Key, string Window, int Count, string Option, int Max);
