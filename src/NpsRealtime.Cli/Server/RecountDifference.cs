namespace NpsRealtime.Cli.Server;

/// <summary>A bucket whose tally is not what the responses say.</summary>
internal sealed record RecountDifference(
    string Key, int Partition, DateTimeOffset Bucket, int Resolution, long[] Tallied, long[] Recounted);
