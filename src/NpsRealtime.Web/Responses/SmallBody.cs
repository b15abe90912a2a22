using System.Buffers;
using System.IO.Pipelines;

namespace NpsRealtime.Web.Responses;

/// <summary>Reads a body that should be small, in place, without holding more of it than allowed.</summary>
internal static class SmallBody
{
    /// <summary>
    /// The whole body, still in the reader's buffers: the caller advances the reader to its end when it is done with it. Null
    /// when the body is longer than <paramref name="bytesMax"/>; then it was read to its end and thrown away, and the server's own
    /// bound has cut it off if it was longer than that.
    /// </summary>
    public static async ValueTask<ReadOnlySequence<byte>?> ReadAsync(PipeReader body, int bytesMax)
    {
        while (true)
        {
            var read = await body.ReadAsync();
            if (read.Buffer.Length > bytesMax)
            {
                await DiscardAsync(body, read);
                return null;
            }

            if (read.IsCompleted)
                return read.Buffer;
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static async ValueTask DiscardAsync(PipeReader body, ReadResult read)
    {
        while (true)
        {
            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return;
            read = await body.ReadAsync();
        }
    }
}
