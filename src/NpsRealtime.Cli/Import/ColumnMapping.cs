namespace NpsRealtime.Cli.Import;

/// <summary>Where each field of a response comes from in one file.</summary>
internal sealed class ColumnMapping
{
    public ColumnMapping(ColumnOptions options, string[] header)
    {
        Score = FieldSource.Require(options.Score, "score", "9", header);
        Channel = FieldSource.Require(options.Channel, "channel", "phone", header);
        Touchpoint = FieldSource.Require(options.Touchpoint, "touchpoint", "checkout", header);
        At = Find(options.At, header);
        Comment = Find(options.Comment, header);
        CustomerId = Find(options.CustomerId, header);
        Id = Find(options.Id, header);

        // Sorted, so that the order on the command line does not change the ids that are made from the fields.
        Segments = [.. options.Segments
            .OrderBy(segment => segment.Key, StringComparer.Ordinal)
            .Select(segment => new KeyValuePair<string, FieldSource>(segment.Key, FieldSource.Find(segment.Value, header)))];
    }

    public FieldSource Score { get; }

    public FieldSource Channel { get; }

    public FieldSource Touchpoint { get; }

    public FieldSource? At { get; }

    public FieldSource? Comment { get; }

    public FieldSource? CustomerId { get; }

    public FieldSource? Id { get; }

    public KeyValuePair<string, FieldSource>[] Segments { get; }

    private static FieldSource? Find(string? named, string[] header) => named is null ? null : FieldSource.Find(named, header);
}
