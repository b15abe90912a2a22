using System.Collections.Concurrent;
using Microsoft.Playwright;
using IRequest = Microsoft.Playwright.IRequest;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>What a page has asked for and not yet been given. Streams never end, so that they are no part of it.</summary>
internal sealed class OpenRequests
{
    private static readonly string[] Streams = ["eventsource", "websocket"];

    /// <summary>So long nothing must be asked for: an answer may lead to the next question.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(150);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<IRequest, bool> _open = new();
    private long _changedAt = TimeProvider.System.GetTimestamp();

    public OpenRequests(IPage page)
    {
        page.Request += (_, request) => Note(() => !Streams.Contains(request.ResourceType) && _open.TryAdd(request, true));
        // Nobody reads what a refusal says, and what nobody reads never ends.
        page.Response += (_, answer) => Note(() => answer.Status >= 400 && _open.TryRemove(answer.Request, out var _));
        page.RequestFinished += (_, request) => Note(() => _open.TryRemove(request, out var _));
        page.RequestFailed += (_, request) => Note(() => _open.TryRemove(request, out var _));
    }

    /// <summary>Waits until nothing is open, and nothing new has been asked for in a moment.</summary>
    public async Task EndedAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!_open.IsEmpty || TimeProvider.System.GetElapsedTime(Volatile.Read(ref _changedAt)) < Calm)
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"These were not answered in {Patience}: {string.Join(", ", _open.Keys.Select(request => request.Url))}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    private void Note(Func<bool> change)
    {
        change();
        Volatile.Write(ref _changedAt, TimeProvider.System.GetTimestamp());
    }
}
