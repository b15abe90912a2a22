namespace NpsRealtime.Web.Access;

/// <summary>
/// When a key or link was used last, in a record of its own under the same id: so that writing it changes no key, and nobody's cache.
/// </summary>
/// <param name="At">When, to about a minute.</param>
internal sealed record LastUse(DateTimeOffset At)
{
    public const string Kind = "last-use";
}
