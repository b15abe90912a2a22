using System.Globalization;

namespace NpsRealtime.Scoring.Tests.Simulation;

/// <summary>Remembers what must never happen in a sound simulation.</summary>
internal sealed class FailureLog : NoScoringLog
{
    public List<string> Failures { get; } = [];

    public override void ApplyFailed(string key, Exception failure) =>
        Failures.Add(string.Create(CultureInfo.InvariantCulture, $"apply to {key}: {failure.Message}"));

    public override void Unforeseen(string where, Exception failure) =>
        Failures.Add(string.Create(CultureInfo.InvariantCulture, $"unforeseen in {where}: {failure}"));
}
