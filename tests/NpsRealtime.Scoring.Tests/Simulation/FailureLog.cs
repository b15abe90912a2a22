using System.Globalization;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Scoring.Tests.Simulation;

/// <summary>Remembers what must never happen in a sound simulation, and a trace of what does happen, by which two runs can be compared.</summary>
internal sealed class FailureLog(ManualTime time) : NoScoringLog
{
    private readonly List<string> _trace = [];

    public List<string> Failures { get; } = [];

    /// <summary>Each step and outcome with its time.</summary>
    public IReadOnlyList<string> Trace => _trace;

    public void Note(FormattableString what) => _trace.Add(FormattableString.Invariant($"{time.GetUtcNow():O} ") + FormattableString.Invariant(what));

    public override void PartitionStarted(PartitionAddress partition, long head) => Note($"partition {partition.Partition} starts at {head}");

    public override void FenceLost(PartitionAddress partition) => Note($"partition {partition.Partition} lost its fence");

    public override void OutcomeUnknown(int groups, Exception failure) => Note($"{groups} groups have no outcome");

    public override void RollUpFailed(int keyId, Exception failure) => Note($"roll-up of {keyId} failed");

    public override void LoadFailed(string key, Exception failure) => Note($"load of {key} failed");

    public override void ApplyFailed(string key, Exception failure) =>
        Failures.Add(string.Create(CultureInfo.InvariantCulture, $"apply to {key}: {failure.Message}"));

    public override void Unforeseen(string where, Exception failure) =>
        Failures.Add(string.Create(CultureInfo.InvariantCulture, $"unforeseen in {where}: {failure}"));
}
