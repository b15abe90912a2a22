using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace NpsRealtime.Benchmarks;

/// <summary>A long NDJSON body that is made while it is sent.</summary>
internal sealed class StreamedLines : HttpContent
{
    private readonly ResponseMaker _maker;
    private readonly int _lines;

    public StreamedLines(ResponseMaker maker, int lines)
    {
        _maker = maker;
        _lines = lines;
        Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        const int AtOnce = 1_000;
        for (var line = 0; line < _lines; line += AtOnce)
            await stream.WriteAsync(_maker.NextBody(AtOnce));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
