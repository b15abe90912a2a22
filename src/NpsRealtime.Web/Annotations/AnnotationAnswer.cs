namespace NpsRealtime.Web.Annotations;

/// <summary>Something that happened, noted on the trends.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When.</param>
/// <param name="Text">What.</param>
/// <param name="Keys">The score keys on whose trends it stands; all when there are none.</param>
/// <param name="Incident">Whether it is no ordinary time, and so does not say what is usual.</param>
/// <param name="Until">Until when an incident lasts; to the end of its day when left out.</param>
/// <param name="Version">Grows with every change.</param>
public sealed record AnnotationAnswer(
    string Id, DateTimeOffset At, string Text, IReadOnlyList<string> Keys, bool Incident, DateTimeOffset? Until, long Version)
{
    internal static AnnotationAnswer Of(string id, AnnotationBody body, long version) =>
        new(id, body.At ?? DateTimeOffset.UnixEpoch, body.Text ?? "", body.Keys ?? [], body.Incident ?? false, body.Until, version);
}

/// <summary>Annotations by time.</summary>
public sealed record AnnotationList(IReadOnlyList<AnnotationAnswer> Annotations);

/// <summary>An annotation as people write it.</summary>
/// <param name="At">When something happened; now when left out.</param>
/// <param name="Text">What.</param>
/// <param name="Keys">The score keys on whose trends it stands; all when there are none.</param>
/// <param name="Incident">Whether it is no ordinary time, and so does not say what is usual; false when left out.</param>
/// <param name="Until">Until when an incident lasts; to the end of its day when left out.</param>
public sealed record AnnotationBody(
    DateTimeOffset? At = null, string? Text = null, IReadOnlyList<string>? Keys = null, bool? Incident = null, DateTimeOffset? Until = null);
