namespace NpsRealtime.Web.Annotations;

/// <summary>An annotation as people write it.</summary>
/// <param name="At">When something happened; now when left out.</param>
/// <param name="Text">What.</param>
/// <param name="Keys">The score keys on whose trends it stands; all when there are none.</param>
public sealed record AnnotationBody(DateTimeOffset? At = null, string? Text = null, IReadOnlyList<string>? Keys = null);
