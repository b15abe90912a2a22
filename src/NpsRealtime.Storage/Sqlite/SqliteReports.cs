using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Keys;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Storage.Sqlite;

/// <summary>The recount: a read over everything that a tenant has, as of one instant.</summary>
internal static class SqliteReports
{
    public static RecountReport Recount(SqliteSession session, Tenant tenant)
    {
        var keys = SqliteTenants.Keys(session, tenant.Id, afterId: 0).ToDictionary(key => key.Id, key => key.Key.Text);
        var recounted = new RecountedTallies(
            tenant.Name,
            SqliteScores.Partitions(session, tenant.Id),
            id => id == StoredKey.TenantId ? ScoreKey.Tenant.Text : keys.GetValueOrDefault(id, $"unknown key {id}"));
        var responses = session.Statement("""
            select partition, score, key_ids, responded_at from responses where tenant_id = ?1 and score is not null
            """).Bind(1, tenant.Id);
        while (responses.Read())
            recounted.Count(responses.Int(0), responses.Int(1), KeyIdList.Read(responses.Blob(2)), responses.Long(3));
        SqliteMerge.Read(session, tenant.Id, recounted.AddUnmerged);
        var tallies = session.Statement("""
            select key_id, resolution, bucket, partition, c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10 from tallies where tenant_id = ?1
            """).Bind(1, tenant.Id);
        while (tallies.Read())
        {
            recounted.Compare(tallies.Int(3), new TallyRow(
                tallies.Int(0), tallies.Int(1), new Minute(tallies.Int(2)), SqliteScores.TallyAt(tallies, 4), 0, 0));
        }

        return recounted.Finish();
    }
}
