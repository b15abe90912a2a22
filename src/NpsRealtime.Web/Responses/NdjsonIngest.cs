using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using NpsRealtime.Scoring;
using NpsRealtime.Scoring.Engine;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Tenants;
using NpsRealtime.Web.Problems;

namespace NpsRealtime.Web.Responses;

/// <summary>
/// Takes one NDJSON body: reads it as a stream, and hands lines to the engine in batches, a bounded number of which wait for
/// their commit while the next is read. Memory does not depend on the length of the body. A line never waits for the rest of
/// the body: when the sender pauses, what has gathered is committed.
/// </summary>
internal sealed class NdjsonIngest(
    IScoreEngine engine,
    ResponseReader reader,
    WebOptions limits,
    ScoringOptions scoring,
    Tenant tenant,
    ResponseVerb verb,
    CancellationToken stopping)
{
    // A few lines are read like a single response. A long body is work for the threads that leave the others room.
    private const int LongBodyBytesMin = 32_768;

    private readonly LineSplitter _lines = new(scoring.ResponseBytesMax + 1);
    private readonly IngestTally _tally = new(limits.ListedErrorsMax);
    private readonly Queue<IngestBatch> _inFlight = new();
    private IngestBatch _batch = new();
    private long _bytes;

    /// <summary>What has been counted so far.</summary>
    public IngestTally Tally => _tally;

    /// <summary>Takes the whole body. Returns the fault that cut it off, or null.</summary>
    public async Task<Exception?> RunAsync(PipeReader body)
    {
        Exception? cut = null;
        try
        {
            await ReadBodyAsync(body);
        }
        catch (Exception fault) when (fault is BadHttpRequestException or ConnectionAbortedException or IOException or OperationCanceledException)
        {
            // Half a line at the end of a body that was cut off is dropped; every complete one is committed all the same.
            cut = fault;
        }

        await SendAsync();
        while (_inFlight.Count > 0)
            await SettleAsync();
        _tally.Measure();
        return cut;
    }

    private async Task ReadBodyAsync(PipeReader body)
    {
        while (!_tally.StoreIsAway)
        {
            var read = await ReadOnAsync(body);
            var rest = read.Buffer;
            _bytes += rest.Length;
            if (_bytes > LongBodyBytesMin)
                await BulkThreads.Reading.EnterAsync();
            while (_lines.TryRead(ref rest, read.IsCompleted, out var line))
            {
                Take(line);
                if (_batch.Lines >= limits.BatchLinesMax || _batch.Bytes >= limits.BatchBytesMax)
                    await SendAsync();
            }

            body.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
                return;
        }
    }

    /// <summary>Reads on; while the sender pauses, commits what has gathered.</summary>
    private async ValueTask<ReadResult> ReadOnAsync(PipeReader body)
    {
        var reading = body.ReadAsync(CancellationToken.None);
        if (reading.IsCompleted)
            return await reading;
        var pending = reading.AsTask();
        while (!pending.IsCompleted && _batch.Lines > 0)
        {
            if (_inFlight.Count == 0)
                await SendAsync();
            else if (await Task.WhenAny(pending, _inFlight.Peek().Committed) != pending)
                await SettleAsync();
        }

        return await pending;
    }

    private void Take(in ReadOnlySequence<byte> line)
    {
        _batch.Bytes += line.Length;
        if (_lines.IsTooLong)
            Reject(null, $"The line is longer than {scoring.ResponseBytesMax} bytes.");
        else if (line.IsSingleSegment)
            Take(line.FirstSpan);
        else
            TakeScattered(line);
    }

    private void TakeScattered(in ReadOnlySequence<byte> line)
    {
        var length = (int)line.Length;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        line.CopyTo(buffer);
        Take(buffer.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        line = line.Trim(" \t\r"u8);
        if (line.IsEmpty)
            return;
        var read = reader.Read(line, verb);
        if (!read.IsValid)
        {
            Reject(read.Id, string.Join(' ', read.Faults.Select(fault => fault.Detail)));
            return;
        }

        if (read.Ignored is { } ignored)
            _tally.Ignore(ignored);
        _batch.Requests.Add(read.Request);
        _batch.RequestLines.Add(_lines.Number);
    }

    private void Reject(string? id, string detail)
    {
        _batch.Rejected++;
        if (_batch.Errors.Count < limits.ListedErrorsMax)
            _batch.Errors.Add(new IngestError(_lines.Number, id, ProblemCatalogue.InvalidResponse.Code, detail));
    }

    private async ValueTask SendAsync()
    {
        if (_batch.Lines == 0 || _tally.StoreIsAway)
            return;
        var batch = _batch;
        _batch = new IngestBatch();
        while (_inFlight.Count > 0 && (_inFlight.Count >= limits.BatchesInFlightMax || _inFlight.Peek().Committed.IsCompleted))
            await SettleAsync();
        if (batch.Requests.Count > 0)
            batch.Committed = await AdmitAsync(batch.Requests);
        _inFlight.Enqueue(batch);
    }

    private async ValueTask<Task<ResponseOutcome[]>> AdmitAsync(List<ResponseRequest> requests)
    {
        try
        {
            return (await engine.IngestAsync(tenant, requests, Admission.WaitForRoom, stopping)).Committed;
        }
        catch (Exception fault) when (fault is StoreUnavailableException or OperationCanceledException)
        {
            return Task.FromResult(Unavailable(requests.Count));
        }
    }

    private async Task SettleAsync()
    {
        var batch = _inFlight.Dequeue();
        ResponseOutcome[] outcomes;
        try
        {
            outcomes = await batch.Committed;
        }
        catch (StoreUnavailableException)
        {
            outcomes = Unavailable(batch.Requests.Count);
        }

        _tally.Add(batch, outcomes);
    }

    private static ResponseOutcome[] Unavailable(int count)
    {
        var outcomes = new ResponseOutcome[count];
        Array.Fill(outcomes, new ResponseOutcome(ResponseStatus.Unavailable, 0, 0));
        return outcomes;
    }
}
