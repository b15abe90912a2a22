using NpsRealtime.Scoring.Arithmetic;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Scoring.Store;

/// <summary>A bucket of a key's tally, or a change to one.</summary>
/// <param name="KeyId">The key.</param>
/// <param name="Resolution">The bucket's length in minutes: 1 or 15.</param>
/// <param name="Bucket">The bucket's first minute.</param>
/// <param name="Tally">The counts, or by how much they change.</param>
/// <param name="LastRespondedAtMilliseconds">The latest <c>respondedAt</c> added; 0 when nothing was added.</param>
/// <param name="LastAcceptedAtMilliseconds">When that response was taken.</param>
public readonly record struct TallyRow(
    int KeyId, int Resolution, Minute Bucket, Tally Tally, long LastRespondedAtMilliseconds, long LastAcceptedAtMilliseconds);
