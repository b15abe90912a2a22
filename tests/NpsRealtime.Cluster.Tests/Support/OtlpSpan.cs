namespace NpsRealtime.Cluster.Tests.Support;

/// <summary>One span of a trace, as a collector receives it.</summary>
/// <param name="Source">The activity source that made it.</param>
/// <param name="Name">What was done.</param>
/// <param name="Trace">The trace that it is part of.</param>
/// <param name="Id">Its own identifier.</param>
/// <param name="Parent">Its parent's identifier; empty when it has none.</param>
internal sealed record OtlpSpan(string Source, string Name, string Trace, string Id, string Parent);
