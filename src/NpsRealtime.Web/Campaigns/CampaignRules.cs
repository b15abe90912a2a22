using NpsRealtime.Scoring.Insight;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Web.Records;

namespace NpsRealtime.Web.Campaigns;

/// <summary>Checks what somebody asks a campaign to be, and brings it into its normal form.</summary>
internal static class CampaignRules
{
    private const int NameMax = 200;
    private const int KeysMax = 200;

    public static CampaignBody? Read(CampaignBody sent, out List<ResponseFault> faults)
    {
        faults = [];
        BodyReader.IsText(sent.Name, NameMax, "name", faults);
        var keys = BodyReader.Keys(sent.Keys, KeysMax, faults);
        if (sent.Start is not { } start || !IsInRange(start))
            faults.Add(new ResponseFault("start", "start is required: an RFC 3339 time with an offset between 1970 and 2200."));
        else if (sent.End is { } end && (!IsInRange(end) || Minute.Of(end) <= Minute.Of(start)))
            faults.Add(new ResponseFault("end", "end is at least a minute after start, or null."));
        if (!Baseline.TryParse(sent.Baseline, out var baseline) || baseline.Window is not (null or SpanWindow))
            faults.Add(new ResponseFault("baseline", "baseline is before, usual or FROM/TO, as in 2026-11-13T00:00Z/2026-11-20T00:00Z."));
        return faults.Count > 0 ? null : sent with { Keys = keys.Count > 0 ? keys : ["tenant"], Baseline = baseline!.Name };
    }

    private static bool IsInRange(DateTimeOffset time) => time >= HistoryStep.Earliest && time <= HistoryStep.Latest;
}
