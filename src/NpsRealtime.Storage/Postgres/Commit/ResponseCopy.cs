using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Npgsql;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage.Postgres.Commit;

/// <summary>
/// New responses by binary COPY, the fastest way in. The rows are written into one buffer here, field by field in the form of
/// https://www.postgresql.org/docs/current/sql-copy.html ("Binary Format"): the driver's importer costs more than the server's part.
/// </summary>
internal sealed class ResponseCopy : IDisposable
{
    private const string Copy = """
        copy responses (sequence, tenant_id, partition, id_hash, fingerprint, score, responded_at_sent, responded_at, accepted_at, key_ids, id,
            comment, customer_id, originals) from stdin (format binary)
        """;

    private const int Columns = 14;
    private const int BufferBytes = 128 * 1_024;
    private const int FixedBytes = 256;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _count;

    /// <summary>Copies the groups' new rows inside the connection's transaction.</summary>
    public static async Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<GroupWrite> groups, CancellationToken cancellation)
    {
        using var copy = new ResponseCopy();
        var sequences = await PostgresArrivals.TakeAsync(connection, groups, cancellation);
        await using var stream = await connection.BeginRawBinaryCopyAsync(Copy, cancellation);
        copy.Header();
        var first = 0;
        foreach (var group in groups)
        {
            foreach (var index in OrderByHash(group.Inserted))
            {
                copy.Row(sequences[first + index], group.Partition, group.Inserted[index]);
                if (copy._count >= BufferBytes / 2)
                    await copy.FlushAsync(stream, cancellation);
            }

            first += group.Inserted.Count;
        }

        copy.Int16(-1);
        await copy.FlushAsync(stream, cancellation);
    }

    /// <summary>
    /// The order in which the index of ids has a group's rows. In any other each row's place in the index is a page that is in no
    /// cache, which costs as much as most else that the database does with the row. The order of arrival is told by the sequence.
    /// </summary>
    private static int[] OrderByHash(IReadOnlyList<ResponseRow> rows)
    {
        var (hashes, order) = (new ulong[rows.Count], new int[rows.Count]);
        Span<byte> bytes = stackalloc byte[IdHash.Bytes];
        for (var index = 0; index < order.Length; index++)
        {
            rows[index].State.IdHash.Write(bytes);
            (hashes[index], order[index]) = (BinaryPrimitives.ReadUInt64BigEndian(bytes), index);
        }

        Array.Sort(hashes, order);
        return order;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private async ValueTask FlushAsync(NpgsqlRawCopyStream stream, CancellationToken cancellation)
    {
        await stream.WriteAsync(_buffer.AsMemory(0, _count), cancellation);
        _count = 0;
    }

    private void Header()
    {
        ReadOnlySpan<byte> signature = [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xFF, (byte)'\r', (byte)'\n', 0];
        signature.CopyTo(_buffer);
        _count = signature.Length;
        Int32(0);
        Int32(0);
    }

    private void Row(long sequence, PartitionAddress partition, ResponseRow row)
    {
        Reserve(FixedBytes);
        Int16(Columns);
        Field(sequence);
        Field(partition.TenantId);
        Field((short)partition.Partition);
        Field(row.State.IdHash);
        if (row.State.IsErased)
        {
            for (var column = 4; column < Columns; column++)
                Int32(-1);
            return;
        }

        var content = row.Content!;
        Field(row.State.Fingerprint);
        Field((short)row.State.Score);
        Int32(1);
        _buffer[_count++] = row.State.RespondedAtSent ? (byte)1 : (byte)0;
        Field(row.State.RespondedAtMilliseconds);
        Field(content.AcceptedAtMilliseconds);
        Field(row.State.KeyIds!);
        Field(content.Id);
        Field(content.Comment);
        Field(content.CustomerId);
        Field(row.Originals);
    }

    private void Field(short value)
    {
        Int32(sizeof(short));
        Int16(value);
    }

    private void Field(int value)
    {
        Int32(sizeof(int));
        Int32(value);
    }

    private void Field(long value)
    {
        Int32(sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(_buffer.AsSpan(_count), value);
        _count += sizeof(long);
    }

    private void Field(IdHash hash)
    {
        Int32(IdHash.Bytes);
        hash.Write(_buffer.AsSpan(_count));
        _count += IdHash.Bytes;
    }

    private void Field(int[] keyIds)
    {
        Reserve(KeyIdList.BytesMax(keyIds.Length) + FixedBytes);
        var bytes = KeyIdList.Write(keyIds, _buffer.AsSpan(_count + sizeof(int)));
        Int32(bytes);
        _count += bytes;
    }

    private void Field(string? text)
    {
        if (text is null)
        {
            Reserve(sizeof(int));
            Int32(-1);
            return;
        }

        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length) + sizeof(int));
        var bytes = Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_count + sizeof(int)));
        Int32(bytes);
        _count += bytes;
    }

    private void Int16(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(_buffer.AsSpan(_count), value);
        _count += sizeof(short);
    }

    private void Int32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_count), value);
        _count += sizeof(int);
    }

    private void Reserve(int bytes)
    {
        if (_buffer.Length - _count >= bytes)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _count + bytes));
        _buffer.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
