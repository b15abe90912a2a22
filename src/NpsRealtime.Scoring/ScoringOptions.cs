using System.ComponentModel.DataAnnotations;

namespace NpsRealtime.Scoring;

/// <summary>The limits and knobs of the scoring, with default, range and meaning. <c>GET /v1/meta</c> lists them.</summary>
public sealed class ScoringOptions
{
    /// <summary>The configuration section that holds these options.</summary>
    public const string Section = "Scoring";

    /// <summary>Bytes of one response as JSON.</summary>
    [Range(1_024, 1_048_576)]
    public int ResponseBytesMax { get; set; } = 16 * 1_024;

    /// <summary>Characters (UTF-16 code units) of a comment.</summary>
    [Range(0, 100_000)]
    public int CommentLengthMax { get; set; } = 4_000;

    /// <summary>Segments of one response.</summary>
    [Range(0, 64)]
    public int SegmentsMax { get; set; } = 16;

    /// <summary>Bytes of responses that may wait for their commit on one node.</summary>
    [Range(1_048_576, 17_179_869_184)]
    public long WaitingBytesMax { get; set; } = 64L * 1_048_576;

    /// <summary>Response partitions of a tenant, kept with the tenant when it is made.</summary>
    [Range(1, 1_024)]
    public int PartitionsPerTenant { get; set; } = 1;

    /// <summary>Responses that one partition commits in one group.</summary>
    [Range(1, 100_000)]
    public int GroupResponsesMax { get; set; } = 20_000;

    /// <summary>
    /// While another tenant sends a few responses, one that sends many is worked on and then rests so many times as long, twice that on
    /// PostgreSQL; 0 for never.
    /// </summary>
    [Range(0, 20)]
    public int BulkRest { get; set; } = 3;

    /// <summary>Channels of a tenant; further ones count under <c>channel/~other</c>.</summary>
    [Range(1, 100_000)]
    public int ChannelsMax { get; set; } = 500;

    /// <summary>Touchpoints of a tenant; further ones count under <c>touchpoint/~other</c>.</summary>
    [Range(1, 100_000)]
    public int TouchpointsMax { get; set; } = 2_000;

    /// <summary>Channel-and-touchpoint pairs of a tenant; further ones count under <c>channel/~other/touchpoint/~other</c>.</summary>
    [Range(1, 1_000_000)]
    public int PairsMax { get; set; } = 5_000;

    /// <summary>Segment names of a tenant; further ones count under <c>segment/~other/~other</c>.</summary>
    [Range(1, 10_000)]
    public int SegmentNamesMax { get; set; } = 50;

    /// <summary>Values of one segment name; further ones count under <c>segment/NAME/~other</c>.</summary>
    [Range(1, 1_000_000)]
    public int SegmentValuesMax { get; set; } = 1_000;

    /// <summary>Minutes without readers, viewers or responses after which a live score leaves memory.</summary>
    [Range(1, 1_440)]
    public int IdleScoreMinutes { get; set; } = 15;

    /// <summary>The shortest time between two snapshots of a watched score, in milliseconds.</summary>
    [Range(10, 10_000)]
    public int PublishMilliseconds { get; set; } = 100;

    /// <summary>The shortest time between two roll-ups from a partition to a watched score, in milliseconds; scores only polled get one a second.</summary>
    [Range(1, 10_000)]
    public int RollUpMilliseconds { get; set; } = 10;

    /// <summary>Scores that load from the database at the same time on one node.</summary>
    [Range(1, 64)]
    public int LoadsAtOnce { get; set; } = 4;
}
