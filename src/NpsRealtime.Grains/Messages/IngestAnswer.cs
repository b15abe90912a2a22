using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Grains.Messages;

/// <summary>What became of the requests of an <see cref="IngestCall"/>, in their order.</summary>
[GenerateSerializer, Immutable, Alias("nps.ingest-answer")]
internal sealed record IngestAnswer([property: Id(0)] ResponseOutcome[] Outcomes);
