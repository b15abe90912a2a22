namespace NpsRealtime.Web.Access.Grants;

/// <summary>What a caller came with.</summary>
internal enum GrantKind
{
    /// <summary>Nothing; the server is open.</summary>
    Open,

    /// <summary>A key of a tenant or of the platform.</summary>
    Key,

    /// <summary>A board link.</summary>
    Link,
}
