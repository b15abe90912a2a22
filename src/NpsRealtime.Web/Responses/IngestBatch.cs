using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Web.Responses;

/// <summary>Neighbouring lines of an NDJSON body on their way through the engine.</summary>
internal sealed class IngestBatch
{
    /// <summary>The lines that are responses.</summary>
    public List<ResponseRequest> Requests { get; } = [];

    /// <summary>Their numbers in the body.</summary>
    public List<long> RequestLines { get; } = [];

    /// <summary>The lines that are not.</summary>
    public List<IngestError> Errors { get; } = [];

    /// <summary>Bytes of all lines.</summary>
    public long Bytes { get; set; }

    /// <summary>Lines that are not responses, listed or not.</summary>
    public long Rejected { get; set; }

    /// <summary>All lines.</summary>
    public long Lines => Requests.Count + Rejected;

    /// <summary>The outcomes, once the batch is with the engine.</summary>
    public Task<ResponseOutcome[]> Committed { get; set; } = Task.FromResult<ResponseOutcome[]>([]);
}
