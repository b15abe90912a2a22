namespace NpsRealtime.Web.Access;

/// <summary>Where on an endpoint stands what a board link must be for.</summary>
public enum LinkReach
{
    /// <summary>Nowhere: it tells no more than the tenant's name and time zone.</summary>
    Tenant,

    /// <summary>The route value <c>key</c> is one of the link's scores.</summary>
    RouteKey,

    /// <summary>The parameter <c>key</c> is one of the link's scores.</summary>
    QueryKey,

    /// <summary>Every parameter <c>score</c> is one of the link's scores.</summary>
    QueryScores,

    /// <summary>The route value <c>board</c> or <c>id</c> is the link's board.</summary>
    RouteBoard,

    /// <summary>Nowhere: the answer itself leaves out what the link does not show.</summary>
    Answer,

    /// <summary>The hub, which looks at each call.</summary>
    Hub,
}
