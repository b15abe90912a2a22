namespace NpsRealtime.Web.Problems;

/// <content>What can be wrong with questions about what changed, and with what people set and note.</content>
public static partial class ProblemCatalogue
{
    public static readonly ProblemKind InvalidBaseline = new(
        "invalid-baseline", 400, "The baseline is not valid",
        "A baseline is what a window is compared with.",
        "Use before (the same length right before), usual (the same hours of up to eight earlier weekdays or weeks), or a window such as FROM/TO that does not overlap the one compared.");

    public static readonly ProblemKind InvalidSettings = new(
        "invalid-settings", 400, "The settings are not valid",
        "A tenant's settings are a JSON object with weekStart, dayStart, shifts, minResponses, showComments and target.",
        "Read the faults: each names a field and what would be right.");

    public static readonly ProblemKind InvalidCampaign = new(
        "invalid-campaign", 400, "The campaign is not valid",
        "A campaign has a slug as its id, a name, a start, and perhaps an end, score keys and a baseline.",
        "Read the faults: each names a field and what would be right.");

    public static readonly ProblemKind InvalidAnnotation = new(
        "invalid-annotation", 400, "The annotation is not valid",
        "An annotation has a text, and perhaps a time and score keys.",
        "Read the faults: each names a field and what would be right.");

    public static readonly ProblemKind InvalidBoard = new(
        "invalid-board", 400, "The board is not valid",
        "A board has a slug as its id and is a JSON object of at most 64 KiB with a name.",
        "Read the faults: each names a field and what would be right.");

    public static readonly ProblemKind InvalidKeySetting = new(
        "invalid-key-setting", 400, "The key's setting is not valid",
        "How a score key is shown is a JSON object with label, order and visible.",
        "Read the faults: each names a field and what would be right.");

    public static readonly ProblemKind UnknownCampaign = new(
        "unknown-campaign", 404, "There is no such campaign",
        "The tenant has no campaign of that id.",
        "Check the id against GET /v1/tenants/NAME/campaigns, or make it with PUT.");

    public static readonly ProblemKind UnknownAnnotation = new(
        "unknown-annotation", 404, "There is no such annotation",
        "The tenant has no annotation of that id.",
        "Check the id against GET /v1/tenants/NAME/annotations.");

    public static readonly ProblemKind UnknownBoard = new(
        "unknown-board", 404, "There is no such board",
        "The tenant has no board of that id.",
        "Check the id against GET /v1/tenants/NAME/boards, or save it with PUT.");

    public static readonly ProblemKind TooManyRecords = new(
        "too-many-records", 409, "There are too many of these",
        "A tenant may keep only so many campaigns, annotations, boards and key settings.",
        "Delete some that are no longer needed.");

    public static readonly ProblemKind VersionConflict = new(
        "version-conflict", 412, "Somebody else changed it meanwhile",
        "The version named by If-Match is no longer the one stored, or there is one already where If-None-Match asks for none. Nothing was changed.",
        "Read it again, apply the change to what is there now, and send that with the new version.");
}
