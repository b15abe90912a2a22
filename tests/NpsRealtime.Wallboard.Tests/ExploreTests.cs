using System.Globalization;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NpsRealtime.Testing;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>The supervisor's view.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ExploreTests(BrowserFixture browser)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 20_000 };

    [SkippableFact]
    public async Task Explore_ATouchpointThatFell_SaysWhatMovedItSinceWhenAndInWhichTeam()
    {
        Chromium.Require();
        await using var app = await FallenAsync();
        await using var view = await browser.OpenAsync(new Uri(app.Address, "/t/acme/explore?window=8h&baseline=before"), new Screen(1366, 768));

        await Assertions.Expect(view.Named("comparison")).ToContainTextAsync("Real change", Patient);
        await Assertions.Expect(view.Named("since")).ToContainTextAsync("Falling since");
        await Assertions.Expect(view.Named("breakdown").Locator("tbody tr").First).ToContainTextAsync("Returns");

        // One click goes into the part, and there tells the teams apart.
        await view.Named("breakdown").GetByRole(AriaRole.Button, new() { Name = "Returns", Exact = true }).ClickAsync();
        await Assertions.Expect(view.Page).ToHaveURLAsync(new Regex("touchpoint"));
        await view.Named("breakdown").GetByLabel("By").SelectOptionAsync("segment/team");
        await Assertions.Expect(view.Named("breakdown").Locator("tbody tr").First).ToContainTextAsync("South", Patient);
        view.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Explore_Detractor_AppearsAtTheTopWithItsComment()
    {
        Chromium.Require();
        await using var app = await FallenAsync();
        await using var view = await browser.OpenAsync(new Uri(app.Address, "/t/acme/explore"), new Screen(1366, 768));
        var list = view.Page.GetByRole(AriaRole.Region, new() { Name = "Responses" });
        await Assertions.Expect(list).ToContainTextAsync("Live", Patient);

        using (await app.PostAsync("acme", """{"id":"angry","score":1,"channel":"Web","touchpoint":"Returns","comment":"Still waiting"}"""))
        using (await app.PostAsync("acme", """{"id":"happy","score":10,"channel":"Web","touchpoint":"Returns","comment":"All fine"}"""))
        {
        }

        await Assertions.Expect(list.Locator("li").First).ToContainTextAsync("Still waiting");
        await Assertions.Expect(list).Not.ToContainTextAsync("All fine");
        view.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Explore_Responses_AreThoseOfTheWindowAndOfTheZoom()
    {
        Chromium.Require();
        await using var app = await FallenAsync();
        var old = (TimeProvider.System.GetUtcNow() - (30 * 60 * Minute)).ToString("O", CultureInfo.InvariantCulture);
        using (await app.PostAsync("acme", $$"""{"id":"old","score":0,"channel":"Web","touchpoint":"Returns","comment":"Long ago","respondedAt":"{{old}}"}"""))
        {
        }

        await using var view = await browser.OpenAsync(new Uri(app.Address, "/t/acme/explore?window=24h"), new Screen(1366, 768));
        var list = view.Named("responses");
        await Assertions.Expect(list).ToContainTextAsync("Nobody answers", Patient);
        await Assertions.Expect(list).ToContainTextAsync("Live", Patient);
        await Assertions.Expect(list).Not.ToContainTextAsync("Long ago");

        // What is over does not grow.
        var zoom = (From: TimeProvider.System.GetUtcNow() - (31 * 60 * Minute), To: TimeProvider.System.GetUtcNow() - (29 * 60 * Minute));
        var asked = FormattableString.Invariant($"/t/acme/explore?window=7d&zoom={zoom.From:yyyy-MM-dd'T'HH:mm'Z'}/{zoom.To:yyyy-MM-dd'T'HH:mm'Z'}");
        await view.Page.GotoAsync(new Uri(app.Address, asked).ToString());
        await Assertions.Expect(list).ToContainTextAsync("Long ago", Patient);
        await Assertions.Expect(list).Not.ToContainTextAsync("Nobody answers");
        await Assertions.Expect(list).Not.ToContainTextAsync("Live");
        view.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Explore_Campaign_IsCalledByItsNameAndComparedWithItsOwnBaseline()
    {
        Chromium.Require();
        await using var app = await FallenAsync();
        var start = (TimeProvider.System.GetUtcNow() - (180 * Minute)).ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
        await app.PutAsync("acme", "campaigns/spring", $$"""{"name":"Spring offers","keys":["touchpoint/returns"],"start":"{{start}}"}""");
        await using var view = await browser.OpenAsync(new Uri(app.Address, "/t/acme/explore"), new Screen(1366, 768));
        await Assertions.Expect(view.Named("breakdown").Locator("tbody tr").First).ToBeVisibleAsync(new() { Timeout = 20_000 });

        await view.Page.Locator("select:has(option[value='24h'])").SelectOptionAsync("campaign/spring");

        await Assertions.Expect(view.Named("comparison")).ToContainTextAsync("Spring offers", Patient);
        await Assertions.Expect(view.Named("comparison")).ToContainTextAsync("against the same time before");
        await view.Page.Locator("optgroup[label='Of Spring offers'] option").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        (await view.Page.Locator("optgroup[label='Touchpoints'] option").AllInnerTextsAsync()).ShouldBe(["Checkout"]);
        await view.ShootAsync("explore-campaign");
        view.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Explore_Annotation_ComparesBeforeWithAfterAndTheLinkKeepsIt()
    {
        Chromium.Require();
        await using var app = await FallenAsync();
        using (await app.Http.PostAsJsonAsync("/v1/tenants/acme/annotations", new { at = TimeProvider.System.GetUtcNow() - (120 * Minute), text = "Called the carrier" }))
        {
        }

        await using var view = await browser.OpenAsync(new Uri(app.Address, "/t/acme/explore?window=8h"), new Screen(1366, 768));

        // With nothing to compare with, nothing is known of what moved: that is another thing than not at all.
        await Assertions.Expect(view.Named("breakdown").Locator("tbody tr").First).ToContainTextAsync("– → ");
        await Assertions.Expect(view.Named("breakdown").Locator("tbody")).Not.ToContainTextAsync("0.00");
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Compare", Exact = true }).ClickAsync();

        await Assertions.Expect(view.Page.GetByText("The time after “Called the carrier”")).ToBeVisibleAsync(new() { Timeout = 20_000 });

        // On a laptop it comes below what fits, where nobody would look for it.
        await Assertions.Expect(view.Page.GetByText("The time after “Called the carrier”")).ToBeInViewportAsync();
        await view.ShootAsync("explore-annotation");
        await Assertions.Expect(view.Page.GetByText("The same hours before", new() { Exact = true }).First).ToBeVisibleAsync();
        await using var shared = await browser.OpenAsync(new Uri(view.Page.Url));
        await Assertions.Expect(shared.Page.GetByText("The time after “Called the carrier”")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        view.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Explore_AnnotationMadeJustNow_SaysThatNothingLiesBehindItYet()
    {
        Chromium.Require();
        await using var app = await FallenAsync();
        await using var view = await browser.OpenAsync(new Uri(app.Address, "/t/acme/explore?window=8h"), new Screen(1366, 768));
        await view.Page.GetByLabel("What was done or seen").FillAsync("Moved two people");
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Assertions.Expect(view.Named("annotations")).ToContainTextAsync("Moved two people", Patient);

        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Compare", Exact = true }).ClickAsync();

        await Assertions.Expect(view.Page.GetByText("when a minute has passed")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await Assertions.Expect(view.Named("breakdown").Locator("tbody tr").First).ToBeVisibleAsync();
        view.Page.Dialog += async (_, asked) => await asked.AcceptAsync();
        await view.Named("annotations").GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Assertions.Expect(view.Named("annotations")).Not.ToContainTextAsync("Moved two people", Patient);
    }

    [SkippableFact]
    public async Task Explore_TimesTypedInAnotherZone_AreTheTenantsLikeThoseShown()
    {
        Chromium.Require();
        await using var app = await NpsApp.StartAsync();
        var tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");
        await app.PutTenantAsync("tokyo", tokyo.Id);
        await new PastResponses(app, "tokyo").Add(60, 9, Minute, 5 * Minute).SendAsync();
        var at = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow() - (100 * Minute), tokyo);
        await using var view = await browser.OpenAsync(
            new Uri(app.Address, "/t/tokyo/explore?window=8h"), new Screen(1366, 768), timeZone: "America/New_York");

        await view.Page.GetByLabel("What was done or seen").FillAsync("Shift began");
        await view.Page.GetByLabel("When, Asia/Tokyo time").FillAsync(at.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();

        await Assertions.Expect(view.Named("annotations").Locator("time")).ToContainTextAsync(at.ToString("H:mm", CultureInfo.InvariantCulture), Patient);
        await view.Page.Locator("select:has(option[value='24h'])").SelectOptionAsync("dates");
        var from = DateTime.Parse(await view.Page.GetByLabel("From, Asia/Tokyo time").InputValueAsync(), CultureInfo.InvariantCulture);
        (at.DateTime - from).ShouldBeInRange(TimeSpan.FromHours(5), TimeSpan.FromHours(7));
        await view.ShootAsync("explore-dates");
        view.ShouldBeWithoutFaults();
    }

    [SkippableFact]
    public async Task Explore_HistoryDraggedAcross_ZoomsAndDownloadsJustThat()
    {
        Chromium.Require();
        await using var app = await FallenAsync();
        await using var view = await browser.OpenAsync(new Uri(app.Address, "/t/acme/explore?window=24h"), new Screen(1366, 768));
        await Assertions.Expect(view.Named("history").Locator("canvas")).ToBeVisibleAsync();
        await view.Page.WaitForFunctionAsync("() => Number(document.querySelector('[data-testid=history]').dataset.points) > 20");
        var box = (await view.Named("history").BoundingBoxAsync())!;
        await view.Page.Mouse.MoveAsync(box.X + (box.Width * 0.5f), box.Y + (box.Height * 0.4f));
        await view.Page.Mouse.DownAsync();
        await view.Page.Mouse.MoveAsync(box.X + (box.Width * 0.8f), box.Y + (box.Height * 0.4f), new() { Steps = 5 });
        await view.Page.Mouse.UpAsync();

        await Assertions.Expect(view.Page.GetByRole(AriaRole.Button, new() { Name = "Whole window" })).ToBeVisibleAsync();
        await Assertions.Expect(view.Page).ToHaveURLAsync(new Regex("zoom="));
        var download = await view.Page.RunAndWaitForDownloadAsync(() =>
            view.Page.GetByRole(AriaRole.Button, new() { Name = "Download History as CSV" }).ClickAsync());
        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        var lines = (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].Trim().ShouldBe("from,nps,low,high,responses");
        lines.Length.ShouldBeGreaterThan(3);
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Whole window" }).ClickAsync();
        await Assertions.Expect(view.Page).Not.ToHaveURLAsync(new Regex("zoom="));
        view.ShouldBeWithoutFaults();
    }

    /// <summary>What is drawn is no part of the page that a test could ask; so each text notes how far it sticks out of its drawing.</summary>
    [SkippableFact]
    public async Task History_WhereverItsHoursFall_CutsNoneOff()
    {
        const string NotesWhatSticksOut =
            """
            window.cutOff = [];
            window.drawn = 0;
            const fill = CanvasRenderingContext2D.prototype.fillText;
            CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...more) {
              const half = this.textAlign === 'center' ? this.measureText(text).width / 2 : 0;
              window.drawn++;
              if (x - half < -0.5 || x + half > this.canvas.width + 0.5) window.cutOff.push(text);
              return fill.call(this, text, x, y, ...more);
            };
            """;
        Chromium.Require();
        await using var app = await FallenAsync();
        await using var view = await browser.OpenAsync(new Uri("about:blank"), new Screen(390, 844), before: NotesWhatSticksOut);
        var now = TimeProvider.System.GetUtcNow();
        var hour = now.AddMinutes(-now.Minute).AddHours(-4);

        // An hour that ends just before a full one: the next full one falls at the very edge of the drawing.
        for (var minute = 55; minute <= 60; minute++)
        {
            var to = hour.AddMinutes(minute);
            var zoom = FormattableString.Invariant($"{to.AddHours(-1):yyyy-MM-dd'T'HH:mm'Z'}/{to:yyyy-MM-dd'T'HH:mm'Z'}");
            await view.Page.GotoAsync(new Uri(app.Address, $"/t/acme/explore?window=24h&zoom={zoom}").ToString());
            await view.Page.WaitForFunctionAsync("() => Number(document.querySelector('[data-testid=history]')?.dataset.points) > 5");
            await view.SettleAsync();

            (await view.Page.EvaluateAsync<int>("() => window.drawn")).ShouldBeGreaterThan(5);
            (await view.Page.EvaluateAsync<string[]>("() => window.cutOff")).ShouldBeEmpty(zoom);
        }
    }

    /// <summary>A tenant whose returns went bad in one team three hours ago.</summary>
    private static async Task<NpsApp> FallenAsync()
    {
        var app = await NpsApp.StartAsync();
        await app.PutTenantAsync("acme");
        await new PastResponses(app, "acme")
            .Add(480, 9, 3 * Minute, 3 * Minute, "Checkout")
            .Add(240, 9, 180 * Minute, 4 * Minute, "Returns", "North")
            .Add(240, 9, 180 * Minute, 4 * Minute, "Returns", "South")
            .Add(44, 9, 3 * Minute, 4 * Minute, "Returns", "North")
            .Add(88, 1, 3 * Minute, 2 * Minute, "Returns", "South", "Nobody answers")
            .SendAsync();
        return app;
    }
}
