using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Store;

/// <summary>The sum of a key over a span, read from the store without waking its live score.</summary>
/// <param name="KeyId">The key.</param>
/// <param name="Tally">What the span counts.</param>
/// <param name="LastBucket">The key's last bucket that counts anything, in or out of the span; null when there is none.</param>
/// <param name="LastRespondedAtMilliseconds">The latest <c>respondedAt</c> under the key.</param>
/// <param name="LastAcceptedAtMilliseconds">When that response was taken.</param>
public readonly record struct ColdScore(
    int KeyId, Tally Tally, Minute? LastBucket, long LastRespondedAtMilliseconds, long LastAcceptedAtMilliseconds);
