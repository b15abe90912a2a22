namespace NpsRealtime.Web.Responses;

/// <summary>One line of an NDJSON body that was not taken.</summary>
/// <param name="Line">The line's number in the body, from 1, empty lines included.</param>
/// <param name="Id">The response's id, when it could be read.</param>
/// <param name="Code">The kind of problem, as in <c>invalid-response</c>.</param>
/// <param name="Detail">What is wrong.</param>
public sealed record IngestError(long Line, string? Id, string Code, string Detail);
