using System.Security.Cryptography;
using Npgsql;
using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Windows;

namespace NpsRealtime.Storage.Postgres.Merge;

/// <summary>
/// Quarter-hours in the rows of their days (<c>tally_days</c>). What comes for a day in small numbers is put behind what is there, which
/// costs as much as one row of <c>tallies</c>; what comes in large ones, or takes away, is added to what is there, and packed anew.
/// </summary>
/// <remarks>
/// Rows are written over with what was read in the same transaction. That is safe because only a partition's owner writes them, one
/// transaction at a time (<see cref="MergeTurns"/>), each of which ends by looking whether the partition is still its owner's and nobody
/// else has merged it; and because a new owner waits for what the owner before has begun.
/// </remarks>
internal static class PostgresDays
{
    /// <summary>The days of a key: partition, quarter-hours.</summary>
    public const string SelectOfKey = "select partition, quarters from tally_days where tenant_id = $1 and key_id = $2";

    /// <summary>All days of a tenant: partition, key, day, quarter-hours.</summary>
    public const string SelectAll = "select partition, key_id, day, quarters from tally_days where tenant_id = $1";

    /// <summary>The days of some keys from one day to another, and of each its last one: partition, quarter-hours.</summary>
    public const string SelectSpan = """
        select partition, quarters from tally_days where tenant_id = $1 and key_id = any($2) and day >= $3 and day <= $4
        union all
        select l.partition, l.quarters from unnest($2) as k (key_id)
        cross join lateral (select max(day) as day from tally_days t where t.tenant_id = $1 and t.key_id = k.key_id) as m
        join tally_days l on l.tenant_id = $1 and l.key_id = k.key_id and l.day = m.day
        where m.day < $3 or m.day > $4
        """;

    private const string Select = """
        select u.at, t.quarters from unnest($1, $2, $3, $4) with ordinality as u (tenant_id, partition, key_id, day, at)
        join tally_days t on t.tenant_id = u.tenant_id and t.key_id = u.key_id and t.day = u.day and t.partition = u.partition
        """;

    private const string Merge = """
        merge into tally_days t using unnest($1, $2, $3, $4, $5, $6) as u (tenant_id, partition, key_id, day, quarters, is_whole)
        on t.tenant_id = u.tenant_id and t.key_id = u.key_id and t.day = u.day and t.partition = u.partition
        when matched and u.quarters is null then delete
        when matched then update set quarters = case when u.is_whole then u.quarters else t.quarters || u.quarters end
        when not matched and u.quarters is not null then insert (tenant_id, key_id, day, partition, quarters)
            values (u.tenant_id, u.key_id, u.day, u.partition, u.quarters)
        """;

    // From so many buckets on, packing a day anew costs no more than what reading the parts would later.
    private const int WholeMin = 16;

    // One in so many of the others is packed anew, too, lest it becomes a long list of parts.
    private const int WholeOneIn = 8;

    /// <summary>Whether two sorted rows belong to the same row of a day.</summary>
    public static bool AreOfOne(in TallyRow one, in TallyRow other) =>
        one.Resolution == Minute.Quarter && other.Resolution == Minute.Quarter
        && one.KeyId == other.KeyId && DayTallies.Of(one.Bucket) == DayTallies.Of(other.Bucket);

    /// <summary>Adds changes of tallies to a batch: of minutes to rows of <c>tallies</c>, of quarter-hours to the rows of their days.</summary>
    /// <param name="batch">A batch of a transaction in which nobody else writes these partitions' tallies.</param>
    /// <param name="partitions">Each partition and its changes, sorted.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="InvalidOperationException">A quarter-hour does not hold what is to be taken from it.</exception>
    public static async Task AddAsync(
        NpgsqlBatch batch, IReadOnlyList<(PartitionAddress Partition, List<TallyRow> Rows)> partitions, CancellationToken cancellation)
    {
        var plan = new Plan();
        foreach (var (partition, rows) in partitions)
            plan.Add(partition, rows);
        await plan.ReadAsync(batch.Connection!, cancellation);
        TallyArrays.Add(batch, plan.Minutes);
        plan.AddTo(batch);
    }

    /// <summary>What becomes of changes: rows of <c>tallies</c>, parts put behind days, and days that are packed anew.</summary>
    private sealed class Plan
    {
        private readonly List<(PartitionAddress Partition, int KeyId, int Day, byte[]? Quarters, bool IsWhole)> _days = [];
        private readonly List<(PartitionAddress Partition, ArraySegment<TallyRow> Rows)> _wholes = [];

        /// <summary>What goes into rows of <c>tallies</c>.</summary>
        public List<(PartitionAddress Partition, List<TallyRow> Rows)> Minutes { get; } = [];

        public void Add(PartitionAddress partition, List<TallyRow> sorted)
        {
            var minutes = new List<TallyRow>();
            Minutes.Add((partition, minutes));
            var rows = sorted.ToArray();
            for (var (from, to) = (0, 0); from < rows.Length; from = to)
            {
                to = from + 1;
                if (rows[from].Resolution != Minute.Quarter)
                {
                    minutes.Add(rows[from]);
                    continue;
                }

                for (; to < rows.Length && AreOfOne(rows[from], rows[to]); to++)
                {
                    // To where the day ends.
                }

                var day = new ArraySegment<TallyRow>(rows, from, to - from);
                if (IsWhole(day))
                    _wholes.Add((partition, day));
                else
                    _days.Add((partition, day[0].KeyId, DayTallies.Of(day[0].Bucket), PackedTallies.Pack(day), IsWhole: false));
            }
        }

        /// <summary>Reads what days are to be packed anew, and does so.</summary>
        public async Task ReadAsync(NpgsqlConnection connection, CancellationToken cancellation)
        {
            if (_wholes.Count == 0)
                return;
            var stored = new byte[]?[_wholes.Count];
            await using (var command = connection.Command(
                Select,
                _wholes.Select(whole => whole.Partition.TenantId).ToArray(),
                _wholes.Select(whole => (short)whole.Partition.Partition).ToArray(),
                _wholes.Select(whole => whole.Rows[0].KeyId).ToArray(),
                _wholes.Select(whole => DayTallies.Of(whole.Rows[0].Bucket)).ToArray()))
            {
                command.CommandTimeout = PostgresMerge.Seconds;
                await using var rows = await command.ExecuteReaderAsync(cancellation);
                while (await rows.ReadAsync(cancellation))
                    stored[rows.GetInt64(0) - 1] = rows.GetFieldValue<byte[]>(1);
            }

            var day = new DayTallies();
            for (var index = 0; index < stored.Length; index++)
                Pack(day, _wholes[index].Partition, _wholes[index].Rows, stored[index]);
        }

        public void AddTo(NpgsqlBatch batch)
        {
            if (_days.Count == 0)
                return;
            batch.Add(
                Merge,
                _days.Select(day => day.Partition.TenantId).ToArray(),
                _days.Select(day => (short)day.Partition.Partition).ToArray(),
                _days.Select(day => day.KeyId).ToArray(),
                _days.Select(day => day.Day).ToArray(),
                _days.Select(day => day.Quarters).ToArray(),
                _days.Select(day => day.IsWhole).ToArray());
        }

        private static bool IsWhole(ArraySegment<TallyRow> day) =>
            day.Count >= WholeMin || day.Any(row => row.Tally.HasNegative) || RandomNumberGenerator.GetInt32(WholeOneIn) == 0;

        private void Pack(DayTallies day, PartitionAddress partition, ArraySegment<TallyRow> rows, byte[]? stored)
        {
            if (stored is not null)
                day.Add(stored);
            foreach (var row in rows)
                day.Add(row);
            var (keyId, number) = (rows[0].KeyId, DayTallies.Of(rows[0].Bucket));
            var quarters = day.Take(keyId, number);
            if (quarters is not null || stored is not null)
                _days.Add((partition, keyId, number, quarters, IsWhole: true));
        }
    }
}
