using NpsRealtime.Scoring.Keys;

namespace NpsRealtime.Grains.Serialization;

/// <summary>How a <see cref="Slug"/> travels: the one node has made it of a name, the other does not do so again.</summary>
[GenerateSerializer, Alias("nps.slug")]
internal struct SlugSurrogate
{
    [Id(0)] public string Text;

    /// <summary>Null where it is the text itself.</summary>
    [Id(1)] public string? Label;

    public static SlugSurrogate Of(Slug slug) => new() { Text = slug.Text, Label = slug.Label == slug.Text ? null : slug.Label };

    public readonly Slug Slug => Slug.Made(Text, Label ?? Text);
}
