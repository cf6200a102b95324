using System.Runtime.CompilerServices;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Browser;

/// <summary>Looks at a page as an accessibility tester does, at a desk and on a telephone; and photographs it for the docs where that is asked for.</summary>
internal static class Eyes
{
    /// <summary>Where pictures go: <c>./notify test --screenshots</c> sets it.</summary>
    private static readonly string? Album = Environment.GetEnvironmentVariable("NOTIFYNL_SCREENSHOTS");

    /// <summary>A desk and a telephone.</summary>
    private static readonly int[] Widths = [1280, 390];

    /// <summary>Half a million letters, which take a fifth of a second to bring to a page: they are brought once, every next document starts with them, and they run where they are called.</summary>
    private static readonly string Axe = $"window.bringAxe = () => {{ {new BundledAxeScriptProvider().GetScript()} }}; undefined"; // a last value that is a function would be called

    private static readonly ConditionalWeakTable<IPage, object> LookedAt = [];

    // What is right need not be gathered and sent over: that is most of the work.
    private const string WhatIsWrong = """
        async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
          .map(v => `${v.id} (${v.help}): ${v.nodes.map(n => n.html).join(', ')}`)
        """;

    /// <summary>At a desk and on a telephone; after it the page is as wide as before.</summary>
    public static async Task LookAsync(this IPage page, string name)
    {
        var size = page.ViewportSize!;
        foreach (var width in Widths)
        {
            if (page.ViewportSize!.Width != width)
                await page.SetViewportSizeAsync(width, size.Height);
            await page.LookAsync(name, width);
        }

        if (page.ViewportSize!.Width != size.Width)
            await page.SetViewportSizeAsync(size.Width, size.Height);
    }

    /// <param name="width">That the page has now.</param>
    public static async Task LookAsync(this IPage page, string name, int width)
    {
        await page.PhotographAsync(name, width);

        await page.BringAxeAsync();
        var found = await page.EvaluateAsync<string[]>(WhatIsWrong);
        Assert.True(found.Length == 0, $"axe on {name} at {width}: {string.Join("; ", found)}");
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), $"{name} at {width} px is wider than the screen.");
    }

    private static async Task BringAxeAsync(this IPage page)
    {
        if (LookedAt.TryAdd(page, page))
        {
            await page.AddInitScriptAsync(Axe);
            await page.EvaluateAsync(Axe);
        }

        await page.EvaluateAsync("() => { if (!('axe' in window)) window.bringAxe(); }");
    }

    public static async Task PhotographAsync(this IPage page, string name, int width)
    {
        if (string.IsNullOrEmpty(Album) || page.Url == "about:blank")
            return; // or made up by a test
        var file = Path.Combine(Path.IsPathRooted(Album) ? Album : Path.Combine(RunningPortal.Root, Album), width == 1280 ? $"{name}.png" : $"{name}-{width}.png");
        await page.ScreenshotAsync(new() { Path = file, FullPage = true });
    }

    public static async Task SignInAsync(this IPage page, RunningPortal portal, string email)
    {
        await page.GotoAsync($"{portal.Address}/sign-in");
        await page.GetByLabel("E-mailadres").FillAsync(email);
        await page.GetByLabel("Wachtwoord").FillAsync(portal.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Inloggen", Exact = true }).ClickAsync();
        await page.GetByLabel("Beveiligingscode").FillAsync(await portal.CodeAsync(email));
        await page.GetByRole(AriaRole.Button, new() { Name = "Verder" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Uw diensten");
    }
}
