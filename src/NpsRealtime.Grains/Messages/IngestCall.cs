using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Grains.Messages;

/// <summary>Requests of one node for one partition, in their order.</summary>
/// <param name="Sender">The lane of the node's sender; it has one call under way at a time.</param>
/// <param name="Number">The call's number; a repetition has the same.</param>
/// <param name="Until">When the sender gives up. What is not decided on by then must not be carried out any more.</param>
/// <param name="Requests">The requests, with their hashes computed.</param>
/// <param name="TenantId">Whose they are: after a deletion another tenant may have the name.</param>
[GenerateSerializer, Immutable, Alias("nps.ingest-call")]
internal sealed record IngestCall(
    [property: Id(0)] Guid Sender, [property: Id(1)] long Number, [property: Id(2)] DateTimeOffset Until, [property: Id(3)] ResponseRequest[] Requests,
    [property: Id(4)] int TenantId);
