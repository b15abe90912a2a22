namespace NpsRealtime.Web.Access;

/// <summary>Scopes as clients write them.</summary>
internal static class ScopeNames
{
    private static readonly (Scope Scope, string Name)[] All =
    [
        (Scope.Ingest, "ingest"), (Scope.Read, "read"), (Scope.Comments, "comments"), (Scope.Admin, "admin"), (Scope.Platform, "platform"),
    ];

    public static IReadOnlyList<string> Of(Scope scopes) => [.. All.Where(one => scopes.HasFlag(one.Scope)).Select(one => one.Name)];

    /// <summary>Reads one name; null when it is none.</summary>
    public static Scope? Parse(string? name)
    {
        foreach (var one in All)
        {
            if (one.Name == name)
                return one.Scope;
        }

        return null;
    }

    /// <summary>What a scope includes: whoever may make keys has all that he could give them.</summary>
    public static Scope Expand(Scope scopes)
    {
        if (scopes.HasFlag(Scope.Platform))
            scopes |= Scope.Admin;
        if (scopes.HasFlag(Scope.Admin))
            scopes |= Scope.Ingest | Scope.Read | Scope.Comments;
        return scopes;
    }
}
