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

    /// <summary>Settings, keys, board links, export and audit of a tenant.</summary>
    Admin = 8,

    /// <summary>Makes and deletes tenants, and may do everything on each of them.</summary>
    Platform = 16,
}
