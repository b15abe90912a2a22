using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Partitions;

/// <summary>By how much a group changes one key in one minute.</summary>
public readonly record struct TallyChange(
    int KeyId, Minute Minute, Tally Change, long LastRespondedAtMilliseconds, long LastAcceptedAtMilliseconds);
