using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>What a board says and does on a wall, beyond its numbers.</summary>
[Collection(BrowserCollection.Name)]
public sealed class WallTests(BrowserFixture browser)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    [SkippableFact]
    public async Task Board_NobodyAnswers_SaysSinceWhenAndWhatIsUsual()
    {
        Chromium.Require();
        var clock = new ShiftedTime { Offset = -40 * Minute };
        await using var app = await NpsApp.StartAsync(services => services.AddSingleton<TimeProvider>(clock));
        await app.PutTenantAsync("acme");
        var past = new PastResponses(app, "acme");
        for (var back = 1; back <= 4; back++)
            past.Add(100, 9, back * Week, 1.5 * Minute);
        await past.SendAsync();
        await app.AcceptAsync("acme", 9);
        clock.Offset = TimeSpan.Zero;
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme"));

        await Assertions.Expect(board.Named("quiet")).ToContainTextAsync("No answers since", new() { Timeout = 30_000 });
        await Assertions.Expect(board.Named("quiet")).ToContainTextAsync(new Regex("usually (3[5-9]|4[0-5]) an hour"));
        await board.SeeContactAsync("Live");
        await board.ShootAsync("quiet");
        await app.AcceptAsync("acme", 9);
        await Assertions.Expect(board.Named("quiet")).ToHaveCountAsync(0);
        board.ShouldBeWithoutFaults();
    }

    [SkippableTheory]
    [InlineData(0, "down", "Real change")]
    [InlineData(9, "noise", "As usual")]
    public async Task Board_BesideWhatIsUsual_SaysWhetherTheChangeIsReal(int score, string state, string words)
    {
        await using var app = await Acme.StartAsync();
        await new PastResponses(app, "acme")
            .Add(100, 9, Week, 10 * Minute).Add(100, 9, 2 * Week, 10 * Minute).Add(100, 9, 3 * Week, 10 * Minute).Add(100, 9, 4 * Week, 10 * Minute)
            .Add(100, score, Minute, 10 * Minute).SendAsync();
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme"));

        await Assertions.Expect(board.Named("change")).ToContainTextAsync(words);
        await Assertions.Expect(board.Named("change")).ToHaveAttributeAsync("data-state", state);
        await Assertions.Expect(board.Named("change")).ToContainTextAsync(new Regex("against 4 [A-Z][a-z]+days, (39[0-9]|400) responses"));
        board.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Board_Comments_AreShownOnlyWhereSwitchedOn()
    {
        await using var app = await Acme.StartAsync();
        await new PastResponses(app, "acme").Add(20, 9, Minute, Minute, comment: "Quick and kind").SendAsync();
        await using var without = await browser.OpenAsync(new Uri(app.Address, "/t/acme"));
        await Assertions.Expect(without.Named("change")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        (await without.Page.ContentAsync()).ShouldNotContain("Quick and kind");

        await app.PatchAsync("acme", "settings", """{"showComments":true}""");
        await using var with = await browser.OpenAsync(new Uri(app.Address, "/t/acme"));

        await Assertions.Expect(with.Named("comments")).ToContainTextAsync("Quick and kind", new() { Timeout = 15_000 });
        await with.ShootAsync("comments");
        with.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Board_KeyNamedAndHidden_ShowsTheNameAndLeavesTheHiddenOneOut()
    {
        await using var app = await Acme.StartAsync();
        await app.AcceptAsync("acme", 9, channel: "web");
        await app.AcceptAsync("acme", 9, channel: "fax");
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme"));
        await Assertions.Expect(board.Tile("channel/fax")).ToBeVisibleAsync();

        await app.PatchAsync("acme", "score-keys/channel/web", """{"label":"Website"}""");
        await app.PatchAsync("acme", "score-keys/channel/fax", """{"visible":false}""");

        await Assertions.Expect(board.Tile("channel/web")).ToContainTextAsync("Website");
        await board.Page.ReloadAsync();
        await Assertions.Expect(board.Tile("channel/web")).ToBeVisibleAsync();
        await Assertions.Expect(board.Tile("channel/fax")).ToHaveCountAsync(0);
        board.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Board_CampaignThatIsNotThere_SaysSoAndShowsItOnceItIs()
    {
        await using var app = await Acme.StartAsync();
        await app.AcceptAsync("acme", 9);
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme?window=campaign/spring"));
        await Assertions.Expect(board.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("campaign/spring");

        await app.PutAsync("acme", "campaigns/spring", """{"name":"Spring","start":"2026-01-01T00:00:00Z"}""");

        await board.SeeContactAsync("Live", withinMilliseconds: 20_000);
        await board.SeeNpsAsync("+100");
        await Assertions.Expect(board.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await Assertions.Expect(board.Page.Locator(".panel.hero header")).ToContainTextAsync("Spring");
        await Assertions.Expect(board.Page.Locator(".panel.hero header")).Not.ToContainTextAsync("campaign/");
    }

    [SkippableFact]
    public async Task Board_Annotation_IsMarkedOnItsTrendAndSaidInWords()
    {
        await using var app = await Acme.StartAsync();
        await new PastResponses(app, "acme").Add(60, 9, Minute, 10 * Minute).SendAsync();
        await using var without = await browser.OpenAsync(new Uri(app.Address, "/t/acme"));
        await without.SeeContactAsync("Live");
        await without.SettleAsync();
        var plain = await TrendPictureAsync(without);
        var at = (TimeProvider.System.GetUtcNow() - (5 * 60 * Minute)).ToString("O");
        using (await app.Http.PostAsync("/v1/tenants/acme/annotations", new StringContent($$"""{"at":"{{at}}","text":"Called the carrier"}""", Encoding.UTF8, "application/json")))
        using (await app.Http.PostAsync("/v1/tenants/acme/annotations", new StringContent($$"""{"at":"{{at}}","text":"Of others","keys":["channel/fax"]}""", Encoding.UTF8, "application/json")))
        {
        }

        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme"));

        await Assertions.Expect(board.Named("noted")).ToContainTextAsync("Called the carrier", new() { Timeout = 15_000 });
        await board.SettleAsync();

        // The trend is drawn anew when its own answer comes, which may be after the words.
        for (var attempt = 0; attempt < 100 && await TrendPictureAsync(board) <= plain + 100; attempt++)
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        (await TrendPictureAsync(board)).ShouldBeGreaterThan(plain + 100);
        board.ShouldBeWithoutFaults();
    }

    /// <summary>How many pixels of the trend have the colour in which annotations are marked.</summary>
    private static Task<int> TrendPictureAsync(BoardPage board) => board.Page.EvaluateAsync<int>(
        """
        () => {
          const canvas = document.querySelector('.trend canvas');
          const [red, green, blue] = [1, 3, 5].map((at) => parseInt(getComputedStyle(document.documentElement).getPropertyValue('--text-2').trim().slice(at, at + 2), 16));
          // Of a copy: a canvas that is read more than once makes the browser warn.
          const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
          copy.drawImage(canvas, 0, 0);
          const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
          let count = 0;
          for (let at = 0; at < data.length; at += 4) if (data[at + 3] > 200 && Math.abs(data[at] - red) + Math.abs(data[at + 1] - green) + Math.abs(data[at + 2] - blue) < 12) count++;
          return count;
        }
        """);

    [SkippableFact]
    public async Task Board_SixtyKeys_AreAllShownWithoutScrolling()
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await app.PutTenantAsync("busy");
        foreach (var (width, height) in ((int, int)[])[(1366, 768), (1920, 1080), (3840, 2160), (1080, 1920)])
        {
            await using var board = await browser.OpenAsync(
                new Uri(app.Address, "/t/busy"), new Screen(width, height), before: HubStandIn.Script(tiles: 60, updatesPerSecond: 1));
            await Assertions.Expect(board.Page.Locator("article.tile")).ToHaveCountAsync(60);

            await board.ShootAsync($"sixty-{width}x{height}");
            (await board.OverflowAsync()).ShouldBe((0, 0));
            (await board.CutOffAsync()).ShouldBeEmpty();
            (await board.OverlapsAsync()).ShouldBeEmpty();
        }
    }

    [SkippableFact]
    public async Task Tiles_NamesThatBeginAlike_ShowWhereTheyDiffer()
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await SeededTenants.MakeAsync(app, "crowded");
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/crowded"), new Screen(1366, 768));
        await board.SeeContactAsync("Live");
        await board.SettleAsync();

        var shown = await board.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('[data-key^="channel/"] h3')].map((name) => {
              const end = name.lastElementChild;
              const [inside, all] = [end.getBoundingClientRect(), name.closest('.tile').getBoundingClientRect()];
              return end.scrollWidth <= end.clientWidth + 1 && inside.right <= all.right ? end.textContent : 'cut off';
            })
            """);

        shown.Length.ShouldBeGreaterThan(10);
        shown.ShouldBeUnique();
        shown.ShouldNotContain("cut off");
    }

    [SkippableFact]
    public async Task Board_ManyThousandAnswers_StandApartOnAPhoneToo()
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        await app.PutTenantAsync("large");
        await SeededTenants.SendAsync(app, "large", 40_000, channels: 3, touchpoints: 4, score: index => index % 11, channel: index => $"Channel {index}");
        foreach (var (width, height) in ((int, int)[])[(390, 844), (1366, 768)])
        {
            await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/large"), new Screen(width, height));
            await board.SeeContactAsync("Live");
            await board.SettleAsync();
            await board.ShootAsync($"large-{width}x{height}");
            (await board.OverlapsAsync()).ShouldBeEmpty();
        }
    }

    [SkippableFact]
    public async Task Board_OfAnotherBuildByNow_LoadsItselfAnew()
    {
        await using var app = await Acme.StartAsync();
        await app.AcceptAsync("acme", 9);
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme"));
        await board.SeeContactAsync("Live");
        await board.Page.EvaluateAsync("() => { window.isOld = true; }");
        await app.StopAsync();
        await app.RestartAsync();
        await board.SeeContactAsync("Live", withinMilliseconds: 20_000);
        (await board.Page.EvaluateAsync<bool>("() => window.isOld === true")).ShouldBeTrue("The same build is no reason to load anew.");

        await board.Page.RouteAsync(app.Address.ToString(), route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<script type=\"module\" crossorigin src=\"/assets/index-next.js\"></script>" }));
        await app.StopAsync();
        await app.RestartAsync();

        await board.Page.WaitForFunctionAsync("() => window.isOld === undefined", null, new() { Timeout = 60_000 });
        await board.SeeContactAsync("Live", withinMilliseconds: 20_000);
    }

    [SkippableFact]
    public async Task Board_OnATelevision_KeepsItsMarginAndMovesAgainstBurnIn()
    {
        await using var app = await Acme.StartAsync();
        await using var board = await browser.OpenAsync(
            new Uri(app.Address, "/t/acme?overscan=5"), Screen.Television,
            before: "const repeat = setInterval; window.setInterval = (work, delay, ...given) => repeat(work, delay >= 60000 ? 60 : delay, ...given);");
        await board.SeeContactAsync("Live");

        var seen = await board.Page.EvaluateAsync<double[]>(
            """
            async () => {
              const places = new Set();
              let least = Infinity;
              // The page's own clock and this one take turns as the machine lets them.
              for (let look = 0; look < 40 || (places.size <= 5 && look < 400); look++) {
                const parts = [...document.querySelectorAll('header, .panel')].map((part) => part.getBoundingClientRect());
                least = Math.min(least, ...parts.flatMap((part) => [part.left / innerWidth, 1 - part.right / innerWidth, part.top / innerHeight, 1 - part.bottom / innerHeight]));
                places.add(Math.round(parts[0].left * 10));
                await new Promise((resolve) => setTimeout(resolve, 40));
              }
              return [places.size, least];
            }
            """);

        seen[0].ShouldBeGreaterThan(5);
        seen[1].ShouldBeGreaterThan(0.04);
        (await board.OverflowAsync()).ShouldBe((0, 0));
    }

    [SkippableFact]
    public async Task Board_MotionUnwanted_NothingGlides()
    {
        await using var app = await Acme.StartAsync();
        await app.AcceptAsync("acme", 9);
        await using var board = await browser.OpenAsync(new Uri(app.Address, "/t/acme"));
        await board.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await board.SeeContactAsync("Live");

        // What began before the wish was known may end.
        await board.SettleAsync();

        await app.AcceptAsync("acme", 0);

        await board.SeeNpsAsync("0.0");
        var moving = await board.Page.EvaluateAsync<int>("() => document.getAnimations().filter((one) => one.playState === 'running' && one.effect.getTiming().duration > 1).length");
        moving.ShouldBe(0);
        await Assertions.Expect(board.Page.Locator(".score.hero [aria-hidden]")).ToHaveTextAsync("0.0");
    }

    /// <summary>The machine's clock, put forward or back.</summary>
    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
    }
}
