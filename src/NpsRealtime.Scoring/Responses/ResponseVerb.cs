namespace NpsRealtime.Scoring.Responses;

/// <summary>What a sender asks for.</summary>
public enum ResponseVerb
{
    /// <summary>Take it if the id is new; other content under a known id is a conflict.</summary>
    Post,

    /// <summary>Take it if the id is new; other content under a known id replaces the old.</summary>
    Put,

    /// <summary>Erase it; an unknown id can then never arrive.</summary>
    Delete,
}
