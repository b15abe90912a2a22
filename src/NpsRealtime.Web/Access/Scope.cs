namespace NpsRealtime.Web.Access;

/// <summary>What a caller may do. <see cref="Admin"/> includes the three before it, since it may make keys that have them.</summary>
[Flags]
public enum Scope
{
    /// <summary>Nothing at all.</summary>
    None = 0,

    /// <summary>Sends, corrects and erases a tenant's responses.</summary>
    Ingest = 1,

    /// <summary>Reads and watches a tenant's scores; no comments and no customer ids.</summary>
    Read = 2,

    /// <summary>Reads comments and customer ids.</summary>
    Comments = 4,

    /// <summary>Settings, keys, board links, export and recount of a tenant.</summary>
    Admin = 8,

    /// <summary>Makes and deletes tenants, and may do everything on each of them.</summary>
    Platform = 16,
}

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
