using System.Diagnostics.CodeAnalysis;

namespace NpsRealtime.Scoring.Responses;

/// <summary>What reading a response as it was sent came to: a request, or every fault.</summary>
public readonly record struct ResponseRead(ResponseRequest? Request, string? Id, IReadOnlyList<ResponseFault> Faults)
{
    /// <summary>Names of fields that a response does not have, and that were left out; null when there were none.</summary>
    public IReadOnlyList<string>? Ignored { get; init; }

    /// <summary>Whether there is a request.</summary>
    [MemberNotNullWhen(true, nameof(Request))]
    public bool IsValid => Request is not null;
}
