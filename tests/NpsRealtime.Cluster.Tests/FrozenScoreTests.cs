using System.Text.Json;
using NpsRealtime.Cluster.Tests.Support;
using NpsRealtime.Web.Tests.Support;

namespace NpsRealtime.Cluster.Tests;

/// <summary>A node that lives, whose scores live on one that does not answer.</summary>
public class FrozenScoreTests
{
    /// <summary>Eight seconds without an answer, five between two questions, and a second each for the look and the machine.</summary>
    private static readonly TimeSpan UnconfirmedWithin = TimeSpan.FromSeconds(40);

    [SkippableFact]
    public async Task Stream_SiloOfItsScoresIsFrozen_TellsThatNobodyConfirmsThemAndForgetsItWhenItWakes()
    {
        await using var cluster = await SiloCluster.StartAsync(silos: 1);
        using var http = SiloCluster.Http(cluster.Gateway);
        using var stream = await SseReader.OpenAsync(http, $"/v1/tenants/{SiloCluster.Tenant}/stream?score=tenant@24h&score=channel/web@24h");
        var shown = new HashSet<string?>();
        await stream.ScoreAsync(score => shown.Add(score.GetProperty("key").GetString()) && shown.Count == 2);

        cluster.Silos[0].Freeze();
        var unconfirmed = await HeartbeatAsync(stream, count => count == 2);
        unconfirmed.Select(score => score.GetProperty("key").GetString()).Order(StringComparer.Ordinal).ShouldBe(["channel/web", "tenant"]);
        unconfirmed.ShouldAllBe(score => score.GetProperty("confirmedAt").GetDateTimeOffset() < TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(5));

        cluster.Silos[0].Thaw();
        (await HeartbeatAsync(stream, count => count == 0)).ShouldBeEmpty();

        // Waking a score is nothing that an operator has to read about.
        (await File.ReadAllTextAsync(cluster.Silos[0].LogPath)).ShouldNotContain("Polly");
    }

    /// <summary>Reads until a heartbeat tells so many unconfirmed scores.</summary>
    private static async Task<List<JsonElement>> HeartbeatAsync(SseReader stream, Predicate<int> wanted)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < UnconfirmedWithin && await stream.NextAsync() is { } read)
        {
            if (read.Name == "heartbeat" && read.Data.GetProperty("unconfirmed").EnumerateArray().ToList() is var unconfirmed && wanted(unconfirmed.Count))
                return unconfirmed;
        }

        throw new TimeoutException("No heartbeat said so.");
    }
}
