using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Records;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Records;

/// <summary>Saves what somebody sent, under the conditions of HTTP: <c>If-Match: "3"</c>, <c>If-None-Match: *</c>.</summary>
internal sealed class Saving(TenantRecordsCache cache, IRecordStore records)
{
    /// <summary>Writes a record. The version is null when there is a problem.</summary>
    public async Task<(long? Version, bool IsNew, Problem? Problem)> PutAsync<T>(
        HttpContext context, Tenant tenant, string kind, string id, T body, JsonTypeInfo<T> type, int countMax)
    {
        if (!TryCondition(context.Request.Headers, out var expected, out var problem))
            return (null, false, problem);
        var isNew = await records.GetAsync(tenant.Id, kind, id, context.RequestAborted) is null;
        if (isNew && (await records.ListAsync(tenant.Id, kind, context.RequestAborted)).Count >= countMax)
            return (null, false, new Problem(ProblemCatalogue.TooManyRecords, $"A tenant has at most {countMax:N0} of these. Delete one that is no longer needed."));
        var json = JsonSerializer.Serialize(body, type);
        if (await cache.PutAsync(tenant, kind, id, json, expected, context.RequestAborted) is not { } version)
            return (null, false, new Problem(ProblemCatalogue.VersionConflict));
        context.Response.Headers.ETag = Tag(version);
        return (version, isNew, null);
    }

    /// <summary>A version as HTTP writes it.</summary>
    public static string Tag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    private static bool TryCondition(IHeaderDictionary headers, out long? expected, out Problem? problem)
    {
        (expected, problem) = (null, null);
        var (match, noneMatch) = (headers.IfMatch.ToString(), headers.IfNoneMatch.ToString());
        if (match.Length == 0 && noneMatch.Length == 0)
            return true;
        if (match.Length == 0 && noneMatch == "*")
        {
            expected = 0;
            return true;
        }

        if (noneMatch.Length == 0 && long.TryParse(match.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0)
        {
            expected = version;
            return true;
        }

        problem = new Problem(ProblemCatalogue.InvalidParameter, "If-Match is one version as in \"3\", taken from an ETag; If-None-Match is only *.");
        return false;
    }
}
