using Npgsql;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Postgres;

/// <summary>The order of arrival within a tenant: a row's sequence, which has an index.</summary>
internal static class PostgresArrivals
{
    /// <summary>Takes sequences for new rows, so that these can be written in the order of the ids' index.</summary>
    /// <returns>A sequence for each row, group after group.</returns>
    public static async Task<List<long>> TakeAsync(NpgsqlConnection connection, IReadOnlyList<GroupWrite> groups, CancellationToken cancellation)
    {
        await using var command = connection.Command(
            "select nextval('responses_sequence_seq') from generate_series(1, $1)", groups.Sum(group => group.Inserted.Count));
        return await command.ReadAllAsync(row => row.GetInt64(0), cancellation);
    }

    /// <summary>
    /// A query for rows of a tenant in the order of arrival: <c>$1</c> tenant, <c>$2</c> only before this sequence, <c>$3</c> only behind this one,
    /// <c>$4</c> how many at most. Its first column is the sequence.
    /// </summary>
    /// <param name="columns">More columns, of <c>r</c>.</param>
    /// <param name="isNewestFirst">Whether the last one comes first.</param>
    public static string Select(string columns, bool isNewestFirst) => $"""
        select r.sequence, {columns} from responses r where r.tenant_id = $1 and r.sequence < $2 and r.sequence > $3
        order by r.sequence {(isNewestFirst ? "desc" : "asc")} limit $4
        """;
}
