namespace NpsRealtime.Scoring.Engine;

/// <summary>A bucket whose tally is not what the responses say.</summary>
/// <param name="Key">The score key.</param>
/// <param name="Partition">The partition that wrote the tally.</param>
/// <param name="Bucket">The bucket's start.</param>
/// <param name="Resolution">Its length in minutes: 1 or 15.</param>
/// <param name="Tallied">The eleven counts that are stored.</param>
/// <param name="Recounted">The eleven counts of the responses.</param>
public sealed record RecountDifference(
    string Key, int Partition, DateTimeOffset Bucket, int Resolution, long[] Tallied, long[] Recounted);
