using System.Data.Common;
using Npgsql;
using NpsRealtime.Scoring;

namespace NpsRealtime.Storage.Cluster;

/// <summary>Reads who is in a cluster before one joins it, since Orleans asks nobody whether an address is free.</summary>
public static class ClusterMembers
{
    // Joining, active, and leaving.
    private const string Present =
        """
        select address, port, generation, siloname, hostname, iamalivetime, iamalivetime > now() at time zone 'utc' - interval '1 minute'
        from OrleansMembershipTable where deploymentid = $1 and status in (2, 3, 4)
        """;

    /// <param name="tables">What <see cref="ClusterTables.PrepareAsync"/> returned.</param>
    /// <param name="clusterId">The cluster's name.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="StartupException">The database can't be read.</exception>
    public static async Task<IReadOnlyList<SiloEntry>> ReadAsync(DbDataSource tables, string clusterId, CancellationToken cancellation)
    {
        try
        {
            await using var command = tables.CreateCommand(Present);
            command.Parameters.Add(new NpgsqlParameter { Value = clusterId });
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            var members = new List<SiloEntry>();
            while (await rows.ReadAsync(cancellation))
            {
                members.Add(new SiloEntry(
                    rows.GetString(0), rows.GetInt32(1), rows.GetInt32(2), rows.GetString(3), rows.GetString(4), rows.GetDateTime(5), rows.GetBoolean(6)));
            }

            return members;
        }
        catch (Exception failure) when (failure is DbException or TimeoutException or IOException)
        {
            throw new StartupException($"The members of the cluster can't be read from the database of --Store:Postgres: {failure.Message}", failure);
        }
    }
}
