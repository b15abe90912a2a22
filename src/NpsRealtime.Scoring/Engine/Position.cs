using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace NpsRealtime.Scoring.Engine;

/// <summary>
/// How far a sender's responses are committed: a head per partition that took any. A read that names it waits until everything
/// up to it is in. Written <c>0-17.3-5</c>: partition 0 at head 17, partition 3 at head 5.
/// </summary>
public sealed class Position
{
    // Long enough for the most partitions that a tenant may have.
    private const int TextLengthMax = 65_536;

    private readonly SortedDictionary<int, long> _heads = [];

    /// <summary>The head per partition.</summary>
    public IReadOnlyDictionary<int, long> Heads => _heads;

    /// <summary>Reads a position from its text.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Position? position)
    {
        position = null;
        if (string.IsNullOrEmpty(text) || text.Length > TextLengthMax)
            return false;
        var read = new Position();
        foreach (var part in text.Split('.'))
        {
            var hyphen = part.IndexOf('-', StringComparison.Ordinal);
            if (hyphen <= 0
                || !int.TryParse(part.AsSpan(0, hyphen), NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
                || !long.TryParse(part.AsSpan(hyphen + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var head))
                return false;
            read.Include(partition, head);
        }

        position = read;
        return true;
    }

    /// <summary>Widens this position to include a partition's head.</summary>
    public void Include(int partition, long head)
    {
        if (!_heads.TryGetValue(partition, out var known) || known < head)
            _heads[partition] = head;
    }

    /// <summary>The text of the position that includes one partition's head.</summary>
    public static string TextOf(int partition, long head) => string.Create(CultureInfo.InvariantCulture, $"{partition}-{head}");

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (partition, head) in _heads)
        {
            if (text.Length > 0)
                text.Append('.');
            text.Append(TextOf(partition, head));
        }

        return text.ToString();
    }
}
