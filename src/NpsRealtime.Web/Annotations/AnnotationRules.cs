using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Web.Records;

namespace NpsRealtime.Web.Annotations;

/// <summary>Checks what somebody wants to note, and brings it into its normal form.</summary>
internal static class AnnotationRules
{
    private const int TextMax = 500;
    private const int KeysMax = 200;

    public static AnnotationBody? Read(AnnotationBody sent, DateTimeOffset now, out List<ResponseFault> faults)
    {
        faults = [];
        BodyReader.IsText(sent.Text, TextMax, "text", faults);
        var keys = BodyReader.Keys(sent.Keys, KeysMax, faults);
        if (sent.At is { } at && (at < HistoryStep.Earliest || at > HistoryStep.Latest))
            faults.Add(new ResponseFault("at", "at is an RFC 3339 time with an offset between 1970 and 2200; left out, it is now."));
        if (sent.Until is { } until && (sent.Incident is not true || until <= (sent.At ?? now) || until > HistoryStep.Latest))
            faults.Add(new ResponseFault("until", "until is an RFC 3339 time after at, for an incident (\"incident\": true)."));
        return faults.Count > 0 ? null : sent with { At = sent.At ?? now, Keys = keys };
    }
}
