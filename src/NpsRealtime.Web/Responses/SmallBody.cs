using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace NpsRealtime.Web.Responses;

/// <summary>Reads a body that should be small, in place, without holding more of it than allowed.</summary>
internal static class SmallBody
{
    /// <summary>
    /// The whole body, still in the reader's buffers: the caller advances the reader to its end when it is done with it. Null
    /// when the body is longer than <paramref name="bytesMax"/>; then it was read to its end and thrown away, and the server's own
    /// bound has cut it off if it was longer than that.
    /// </summary>
    /// <param name="body">The body.</param>
    /// <param name="bytesMax">How much of it is kept.</param>
    /// <param name="requestBytesMax">
    /// How long a request may be where the server's own bound is wider: one that is longer, and all read, is refused with a 413.
    /// </param>
    /// <exception cref="BadHttpRequestException">The request is too long.</exception>
    public static async ValueTask<ReadOnlySequence<byte>?> ReadAsync(PipeReader body, int bytesMax, long requestBytesMax = long.MaxValue)
    {
        while (true)
        {
            var read = await body.ReadAsync();
            if (read.Buffer.Length > bytesMax)
            {
                if (await DiscardAsync(body, read) > requestBytesMax)
                    throw new BadHttpRequestException("The request's body is too large.", StatusCodes.Status413PayloadTooLarge);
                return null;
            }

            if (read.IsCompleted)
                return read.Buffer;
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static async ValueTask<long> DiscardAsync(PipeReader body, ReadResult read)
    {
        for (var bytes = 0L; ;)
        {
            bytes += read.Buffer.Length;
            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return bytes;
            read = await body.ReadAsync();
        }
    }
}
