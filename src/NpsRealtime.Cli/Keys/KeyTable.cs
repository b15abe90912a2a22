using System.Globalization;
using NpsRealtime.Cli.Server;
using Spectre.Console;

namespace NpsRealtime.Cli.Keys;

/// <summary>Keys as a table that fits a terminal of 80 columns: an id, which is what gets copied, is never broken.</summary>
internal static class KeyTable
{
    private const int Gap = 2;

    public static Table Of(IReadOnlyList<KeyAnswer> keys, DateTimeOffset now)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var (name, isWhole) in (ReadOnlySpan<(string, bool)>)[("id", true), ("name", false), ("scopes", false), ("status", true), ("expires", true), ("last used", true)])
        {
            var column = new TableColumn(name) { NoWrap = isWhole };
            table.AddColumn(column.PadLeft(0).PadRight(name == "last used" ? 0 : Gap));
        }

        foreach (var key in keys)
            table.AddRow(key.Id, Markup.Escape(key.Name), string.Join(' ', key.Scopes), Status(key), Ahead(key, now), Ago(key.LastUsedAt, now));
        return table;
    }

    // A key that was followed by another one goes on working until it expires, and somebody should know.
    private static string Status(KeyAnswer key) => key is { Status: "works", RotatedTo: not null } ? "rotated" : key.Status;

    private static string Ahead(KeyAnswer key, DateTimeOffset now)
    {
        if (key.Status != "works" || key.ExpiresAt is not { } end)
            return key.Status == "works" ? "never" : Day(key.RevokedAt ?? key.ExpiresAt);
        return end - now < TimeSpan.FromDays(2) ? "in " + Span(end - now) : Day(end);
    }

    private static string Ago(DateTimeOffset? at, DateTimeOffset now) => at is not { } used ? "never"
        : now - used < TimeSpan.FromDays(2) ? Span(now - used) + " ago"
        : Day(used);

    private static string Span(TimeSpan span) => span.TotalMinutes < 1 ? "1 min"
        : span.TotalHours < 2 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:F0} min")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:F0} h");

    private static string Day(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
