namespace NpsRealtime.Grains.Messages;

/// <summary>How a read of a live score went.</summary>
[GenerateSerializer, Alias("nps.read-status")]
internal enum ReadStatus
{
    /// <summary>The score is in the answer.</summary>
    Read,

    /// <summary>The score has loaded, but the position asked for is not in yet. Asking again goes on waiting.</summary>
    NotYet,

    /// <summary>The score could not load.</summary>
    Unavailable,
}
