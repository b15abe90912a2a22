using System.Collections.Frozen;
using System.Reflection;

namespace NpsRealtime.Web.Problems;

/// <summary>Every kind of problem that the service reports. Nothing outside this list is ever sent.</summary>
public static partial class ProblemCatalogue
{
    public static readonly ProblemKind InvalidResponse = new(
        "invalid-response", 400, "The response is not valid",
        "A response that was sent breaks a rule of the format. Nothing of it was stored.",
        "Read the faults: each names a field and what would be right. Correct the response and send it again. In an NDJSON body the other lines were taken.");

    public static readonly ProblemKind InvalidTenant = new(
        "invalid-tenant", 400, "The tenant is not valid",
        "A tenant's name is a slug (letters, marks and digits of any script, and . _ -, at most 64 characters); its settings are a JSON object.",
        "Read the faults. A time zone is an IANA name such as Europe/Berlin; an idKey is 32 bytes in base64, taken from an export.");

    public static readonly ProblemKind InvalidKey = new(
        "invalid-key", 400, "The score key is not valid",
        "A score key says which responses count.",
        "Use one of: tenant, channel/NAME, touchpoint/NAME, channel/NAME/touchpoint/NAME, segment/NAME/VALUE. Streams also take channel/*, touchpoint/* and segment/NAME/*.");

    public static readonly ProblemKind InvalidWindow = new(
        "invalid-window", 400, "The window is not known",
        "A window says when responses count.",
        "Use one of the windows that the detail names; GET /v1/meta lists them too.");

    public static readonly ProblemKind InvalidRange = new(
        "invalid-range", 400, "The range of the history is not valid",
        "A history goes from one time to a later one in at most 10,000 steps.",
        "Give from and to as RFC 3339 times with an offset, and a step such as 15m, 1h, 1d, 1w, 1mo, 1q or 1y; take a longer step for a longer range.");

    public static readonly ProblemKind InvalidParameter = new(
        "invalid-parameter", 400, "A parameter is not valid",
        "A part of the address, a header or an argument is missing or has a value that can't be used.",
        "The detail names the parameter and the values it takes; the description of all endpoints is at /openapi/v1.json.");

    public static readonly ProblemKind InvalidRequest = new(
        "invalid-request", 400, "The request is not valid HTTP",
        "The request breaks a rule of HTTP, so that the server could not read it.",
        "Look at the client or at a proxy between it and the server.");

    public static readonly ProblemKind RequestIncomplete = new(
        "request-incomplete", 400, "The body ended too early",
        "The connection was cut before the whole body had arrived. The complete lines of an NDJSON body up to there were taken.",
        "Send everything again: what was taken counts as a duplicate and never twice.");

    public static readonly ProblemKind InvalidBody = new(
        "invalid-body", 400, "The body is not valid",
        "What was sent does not say what this address needs to know.",
        "Read the faults: each names a field and what would be right. The description of all endpoints is at /openapi/v1.json.");

    public static readonly ProblemKind InvalidHost = new(
        "invalid-host", 400, "The request is addressed to another host",
        "This server answers only under the names that it was given and its loopback names. This keeps web pages elsewhere from reaching it through a name of their own (DNS rebinding).",
        "Address it as 127.0.0.1, localhost or [::1], or start it with the name, as in --Access:Hosts=board.example.org.");

    public static readonly ProblemKind Unauthorized = new(
        "unauthorized", 401, "A key is needed",
        "The request carried no key, or one that does not work: misspelt, expired or revoked.",
        "Send Authorization: Bearer KEY; hub and event streams also take ?access_token=KEY. A tenant's admin makes keys with nps keys create; the first platform key stands in the file platform.key beside the database.");

    public static readonly ProblemKind NoAccess = new(
        "no-access", 403, "The key does not reach this",
        "The key or board link is for something else. Whether what was asked for exists is not told.",
        "Use a key of that tenant, or ask its admin for one.");

    public static readonly ProblemKind MissingScope = new(
        "missing-scope", 403, "The key lacks a scope",
        "The key is right, but may not do this.",
        "The detail names the scope. Ask the tenant's admin for a key that has it (nps keys create); the scope platform has only who runs the server.");

    public static readonly ProblemKind ForeignOrigin = new(
        "foreign-origin", 403, "The request comes from a page of another origin",
        "A web page that this server did not serve tried to reach it.",
        "Call the service from a program, from a page that it serves itself, or start it with the page's origin, as in --Access:Origins=https://intranet.example.");

    public static readonly ProblemKind UnknownTenant = new(
        "unknown-tenant", 404, "There is no such tenant",
        "Nobody has made a tenant of that name.",
        "Check the spelling against GET /v1/tenants, or make it with PUT /v1/tenants/NAME.");

    public static readonly ProblemKind UnknownKey = new(
        "unknown-access-key", 404, "There is no such key",
        "Nobody has made a key of that id here, or it can't be used for this any more.",
        "List the keys with nps keys list; the id is the part between nps_ and the secret.");

    public static readonly ProblemKind UnknownLink = new(
        "unknown-link", 404, "There is no such board link",
        "The tenant has no board link of that id.",
        "List the links with GET /v1/tenants/NAME/links.");

    public static readonly ProblemKind UnknownPairing = new(
        "unknown-pairing", 404, "No screen waits with that code",
        "The code is misspelt, was confirmed already, or its minutes are over.",
        "Look at the screen again: it shows a new code when the old one is over.");

    public static readonly ProblemKind NotFound = new(
        "not-found", 404, "There is nothing at this address",
        "The address is not one of the service's.",
        "All endpoints are described at /openapi/v1.json.");

    public static readonly ProblemKind MethodNotAllowed = new(
        "method-not-allowed", 405, "The address does not take this method",
        "The address exists, but not for the method of the request.",
        "The header Allow of the answer names the methods that it takes.");

    public static readonly ProblemKind RequestTimeout = new(
        "request-timeout", 408, "The body arrived too slowly",
        "The body came at fewer bytes a second than the server waits for, for several seconds; GET /v1/meta names both.",
        "Send everything again: what was taken counts as a duplicate and never twice.");

    public static readonly ProblemKind ResponseConflict = new(
        "response-conflict", 409, "The id is taken by another response",
        "A response with the same id and other content is stored. It was left as it is.",
        "Send a correction with PUT, or with ?existing=correct in NDJSON; otherwise take another id.");

    public static readonly ProblemKind TimeZoneFixed = new(
        "time-zone-fixed", 409, "The time zone can't change any more",
        "The tenant has responses, and its days were counted in its time zone.",
        "Leave the time zone as it is, or make another tenant.");

    public static readonly ProblemKind IdKeyFixed = new(
        "id-key-fixed", 409, "The tenant has another id key",
        "The key under which ids are hashed is fixed when a tenant is made; the tombstones of an export mean nothing under another one.",
        "Import the export into a tenant that does not exist yet.");

    public static readonly ProblemKind TooManyKeys = new(
        "too-many-keys", 409, "There are too many keys or links",
        "A limit on what is kept for one tenant is reached.",
        "Revoke what is not used, or raise the limit (GET /v1/meta names it).");

    public static readonly ProblemKind LastPlatformKey = new(
        "last-platform-key", 409, "It is the last platform key",
        "Without it nobody could make tenants or platform keys any more.",
        "Make another platform key first, or rotate this one.");

    public static readonly ProblemKind ResponseErased = new(
        "response-erased", 410, "The response was erased",
        "Somebody erased the response of this id, and an erased id never comes back.",
        "Stop sending it. If it is a new response, give it an id of its own.");

    public static readonly ProblemKind BodyTooLarge = new(
        "body-too-large", 413, "The body is too large",
        "A body may have at most 1 MiB, unless it is NDJSON, which has no bound.",
        "Send many responses as application/x-ndjson, one a line.");

    public static readonly ProblemKind UnsupportedMediaType = new(
        "unsupported-media-type", 415, "The body's format is not supported",
        "The address takes JSON in UTF-8, not compressed; several responses are sent as NDJSON.",
        "Set Content-Type to application/json for one response or application/x-ndjson for many, and send no Content-Encoding.");

    public static readonly ProblemKind RateLimited = new(
        "rate-limited", 429, "Too many requests",
        "The key, its tenant or the address sends more requests than its share of the server. Nothing of this one was done.",
        "Wait as long as the header Retry-After says. Send many responses as one NDJSON body, which counts as one request, or raise the share (GET /v1/meta names it).");

    public static readonly ProblemKind TooMuchWaiting = new(
        "too-much-waiting", 429, "Too much is waiting",
        "More responses are waiting for their commit than the server keeps in memory. Nothing of this request was stored.",
        "Wait as long as the header Retry-After says and send it again, or send NDJSON, which is slowed down instead of refused.");

    public static readonly ProblemKind TooManyViewers = new(
        "too-many-viewers", 429, "Too many viewers",
        "A limit of the streams is reached: viewers of this node, or scores of one viewer.",
        "Watch fewer scores, close unused viewers, or raise the limit (GET /v1/meta names it).");

    public static readonly ProblemKind TooManyPairings = new(
        "too-many-pairings", 429, "Too many screens ask for a code",
        "Too many screens wait for a board, or one address asked for too many codes.",
        "Wait a few minutes and open the page again.");

    public static readonly ProblemKind TooManyGuesses = new(
        "too-many-guesses", 429, "Too many codes were tried",
        "One key may try twenty codes in five minutes, so that nobody finds a screen by guessing.",
        "Wait five minutes, and read the code from the screen.");

    public static readonly ProblemKind InternalError = new(
        "internal-error", 500, "Something went wrong in the server",
        "This is a fault of the server, not of the request. It is in the server's log.",
        "Sending again is safe. Please report it with the log.");

    public static readonly ProblemKind StoreUnavailable = new(
        "store-unavailable", 503, "The database is away",
        "The server runs, but its database can't be reached, or takes nothing now because its disk is full. Of an NDJSON body, 'committed' says what was taken before.",
        "Wait as long as the header Retry-After says and send the same again: that is always safe.");

    public static readonly ProblemKind NotYet = new(
        "not-yet", 504, "The position is not reached yet",
        "A read asked for everything up to a position, and the score did not get there within five seconds.",
        "Read again. If it stays so, check that the position is a receipt of this tenant.");

    /// <summary>All kinds by their code.</summary>
    public static FrozenDictionary<string, ProblemKind> ByCode => Codes.All;

    /// <summary>The kind that stands for a status which something outside our endpoints has set.</summary>
    public static ProblemKind OfStatus(int status) => status switch
    {
        401 => Unauthorized,
        403 => NoAccess,
        404 => NotFound,
        405 => MethodNotAllowed,
        408 => RequestTimeout,
        413 => BodyTooLarge,
        415 => UnsupportedMediaType,
        429 => TooMuchWaiting,
        503 => StoreUnavailable,
        504 => NotYet,
        >= 500 => InternalError,
        _ => InvalidRequest,
    };

    /// <summary>Made when it is first used: the fields of all parts of the catalogue must have their values by then.</summary>
    private static class Codes
    {
        public static readonly FrozenDictionary<string, ProblemKind> All = typeof(ProblemCatalogue)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.FieldType == typeof(ProblemKind))
            .Select(field => (ProblemKind)field.GetValue(null)!)
            .ToFrozenDictionary(kind => kind.Code);
    }
}
