using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;

namespace NpsRealtime.Web.Access.Keys;

/// <summary>Validates what somebody asks a key or link to be.</summary>
internal static class KeyAskReader
{
    public const int NameLengthMax = 100;

    /// <summary>The scopes of a new key; the faults say what is wrong with it.</summary>
    public static IReadOnlyList<string> Read(KeyAsk ask, bool isPlatform, DateTimeOffset now, List<ResponseFault> faults)
    {
        CheckName(ask.Name, faults);
        CheckExpiry(ask.ExpiresAt, now, faults);
        var scopes = Scope.None;
        foreach (var name in ask.Scopes ?? [])
        {
            if (ScopeNames.Parse(name) is { } scope && scope == Scope.Platform == isPlatform)
                scopes |= scope;
            else
                faults.Add(new ResponseFault("scopes", isPlatform ? "A platform key has the scope platform and no other." : "A scope is one of: ingest, read, comments, admin."));
        }

        if (isPlatform)
            return ScopeNames.Of(Scope.Platform);
        if (scopes == Scope.None && faults.TrueForAll(fault => fault.Field != "scopes"))
            faults.Add(new ResponseFault("scopes", "Give at least one scope: ingest, read, comments, admin."));
        return ScopeNames.Of(scopes);
    }

    public static void CheckName(string? name, List<ResponseFault> faults)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > NameLengthMax || !WellFormedText.Is(name) || name.Any(char.IsControl))
            faults.Add(new ResponseFault("name", $"The name says what it is for, in 1 to {NameLengthMax} characters."));
    }

    public static void CheckExpiry(DateTimeOffset? expiresAt, DateTimeOffset now, List<ResponseFault> faults)
    {
        if (expiresAt <= now)
            faults.Add(new ResponseFault("expiresAt", "expiresAt lies in the past; leave it out for a key that does not expire."));
    }
}
