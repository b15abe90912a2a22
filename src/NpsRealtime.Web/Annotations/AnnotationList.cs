namespace NpsRealtime.Web.Annotations;

/// <summary>Annotations by time.</summary>
public sealed record AnnotationList(IReadOnlyList<AnnotationAnswer> Annotations);
