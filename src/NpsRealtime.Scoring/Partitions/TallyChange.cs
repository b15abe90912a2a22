using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Partitions;

/// <summary>By how much a group changes one key in one minute.</summary>
/// <param name="KeyId">The key.</param>
/// <param name="Minute">The minute in which the responses were given.</param>
/// <param name="Change">By how much the counts change.</param>
/// <param name="LastRespondedAtMilliseconds">The latest <c>respondedAt</c> added; 0 when nothing was added.</param>
/// <param name="LastAcceptedAtMilliseconds">When that response was taken.</param>
/// <param name="LastRetractedAtMilliseconds">
/// The latest <c>respondedAt</c> taken away, unless one was added after that which is not earlier; 0 when nothing was.
/// </param>
public readonly record struct TallyChange(
    int KeyId,
    Minute Minute,
    Tally Change,
    long LastRespondedAtMilliseconds,
    long LastAcceptedAtMilliseconds,
    long LastRetractedAtMilliseconds = 0);
