namespace NpsRealtime.Web.Access;

/// <summary>Marks an endpoint that browsers can only give a key in the address: web sockets and server-sent events have no headers.</summary>
internal sealed class QueryTokenAllowed;
