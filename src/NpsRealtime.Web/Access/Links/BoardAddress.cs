namespace NpsRealtime.Web.Access.Links;

/// <summary>Where a screen opens what its link is for.</summary>
internal static class BoardAddress
{
    /// <summary>The path, with the token in the fragment, which browsers never send to a server.</summary>
    public static string Of(string tenant, string? board, AccessToken token) =>
        $"/t/{Uri.EscapeDataString(tenant)}{(board is null ? "" : "/board/" + Uri.EscapeDataString(board))}#link={token}";
}
