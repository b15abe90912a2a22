namespace NpsRealtime.Simulation;

/// <summary>The bad spells that a simulation has unless somebody asks for others.</summary>
public static class BadSpells
{
    /// <summary>A fixed Monday, so that the same day has the same spells whenever its history is made.</summary>
    private static readonly DateTimeOffset Monday = new(2018, 1, 1, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Spells of hours that show in a history of weeks: every nine days at the phone, every eleven in delivery.</summary>
    public static IReadOnlyList<BadSpell> OfThePast { get; } =
    [
        new("Support Call", Monday, TimeSpan.FromHours(7), TimeSpan.FromDays(9)),
        new("Delivery", Monday.AddDays(4), TimeSpan.FromHours(20), TimeSpan.FromDays(11)),
    ];

    /// <summary>
    /// Spells to watch live: bad from one minute after <paramref name="start"/>, for four minutes, and again every twelve.
    /// </summary>
    public static BadSpell Live(string touchpoint, DateTimeOffset start) =>
        new(touchpoint, start.AddMinutes(1), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(12));
}
