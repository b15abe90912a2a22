using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Web.Json;

namespace NpsRealtime.Web.Responses;

/// <summary>What became of one response.</summary>
/// <param name="Id">The response's id: the one that was sent, or the one that the server made.</param>
/// <param name="Status"><c>accepted</c>, <c>duplicate</c> or <c>corrected</c>.</param>
/// <param name="Position">Pass it as <c>after=</c> to a read that must include this response.</param>
/// <param name="Ignored">Names of fields that a response does not have, and that were left out; absent when there were none.</param>
public sealed record Receipt(
    string Id, string Status, string Position, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Ignored = null);

/// <summary>Answers one response that was taken: 201 for a new one, 200 otherwise.</summary>
internal sealed class ReceiptAnswer(int status, Receipt receipt) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    public int? StatusCode => status;

    public Task ExecuteAsync(HttpContext httpContext) =>
        JsonAnswer.WriteAsync(httpContext.Response, status, receipt, WebJson.Default.Receipt);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(201, typeof(Receipt), ["application/json"]));
        builder.Metadata.Add(new ProducesResponseTypeMetadata(200, typeof(Receipt), ["application/json"]));
    }
}

/// <summary>How outcomes are called in answers and meters.</summary>
internal static class OutcomeNames
{
    public static string Of(ResponseStatus status) => status switch
    {
        ResponseStatus.Accepted => "accepted",
        ResponseStatus.Duplicate => "duplicate",
        ResponseStatus.Corrected => "corrected",
        ResponseStatus.Conflict => "conflict",
        ResponseStatus.Erased => "erased",
        ResponseStatus.Gone => "gone",
        ResponseStatus.Refused => "refused",
        ResponseStatus.Overloaded => "overloaded",
        _ => "unavailable",
    };
}
