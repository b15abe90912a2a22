namespace NpsRealtime.Web.Boards;

/// <summary>What a board shows, and how. What is left out or null is as on the board of a tenant that has saved none.</summary>
/// <param name="Name">Its name, 1 to 200 characters.</param>
/// <param name="Hero">The large score.</param>
/// <param name="Sections">Groups of tiles.</param>
/// <param name="Window">Over which time, as in <c>24h</c>.</param>
/// <param name="Baseline">What scores are compared with: <c>usual</c>, <c>before</c> or FROM/TO.</param>
/// <param name="Target">The score to reach, −100 to 100; the tenant's own when left out.</param>
/// <param name="Theme"><c>auto</c>, <c>dark</c> or <c>light</c>.</param>
/// <param name="Rotate">The ids of boards that take turns with this one.</param>
/// <param name="Seconds">How long each of them is shown, 5 to 3,600.</param>
public sealed record BoardBody(
    string? Name,
    BoardScore? Hero = null,
    IReadOnlyList<BoardSection>? Sections = null,
    string? Window = null,
    string? Baseline = null,
    decimal? Target = null,
    string? Theme = null,
    IReadOnlyList<string>? Rotate = null,
    int? Seconds = null)
{
    private static readonly string[] UsualTiles = ["channel/*", "touchpoint/*"];

    /// <summary>The keys and wildcards of every score that the board shows.</summary>
    internal IEnumerable<string> Scores => (Sections?.SelectMany(section => section.Tiles ?? []).Select(tile => tile.Key!) ?? UsualTiles).Prepend(Hero?.Key ?? "tenant");
}

/// <summary>A group of tiles.</summary>
/// <param name="Title">Its title; none when null.</param>
/// <param name="Tiles">Its scores.</param>
public sealed record BoardSection(string? Title, IReadOnlyList<BoardScore>? Tiles);

/// <summary>A score that a board shows.</summary>
/// <param name="Key">Its key, or <c>channel/*</c>, <c>touchpoint/*</c> or <c>segment/NAME/*</c>.</param>
public sealed record BoardScore(string? Key);
