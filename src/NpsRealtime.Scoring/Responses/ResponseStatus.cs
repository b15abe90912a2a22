namespace NpsRealtime.Scoring.Responses;

/// <summary>What became of one request.</summary>
public enum ResponseStatus
{
    /// <summary>New, and committed.</summary>
    Accepted,

    /// <summary>The same as one that is committed, as it was sent.</summary>
    Duplicate,

    /// <summary>It replaced other content under the same id, and is committed.</summary>
    Corrected,

    /// <summary>Refused: other content is committed under the same id.</summary>
    Conflict,

    /// <summary>A DELETE: the response is erased, or was never there, and the id can never arrive again.</summary>
    Erased,

    /// <summary>Refused: the id was erased.</summary>
    Gone,

    /// <summary>Refused by the database for its content; nothing of it is committed.</summary>
    Refused,

    /// <summary>Not taken: too much is waiting. Nothing of it is committed.</summary>
    Overloaded,

    /// <summary>The database could not be reached, or its answer was lost. Sending it again is safe.</summary>
    Unavailable,
}
