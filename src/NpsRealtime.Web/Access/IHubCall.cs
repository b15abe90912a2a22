namespace NpsRealtime.Web.Access;

/// <summary>The argument of a method of the hub: it names the tenant and the scores that the call is about, so that access is decided in one place.</summary>
internal interface IHubCall
{
    string? Tenant { get; }

    /// <summary>The score keys and wildcards that a board link must be for; with none, links are refused.</summary>
    IEnumerable<string?> ScoreKeys { get; }
}
