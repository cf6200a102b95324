using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Browser;

/// <summary>Looks at a page as a reader of any kind would: a photograph, axe, and no wider than the screen.</summary>
internal static class Looks
{
    private static readonly string Screenshots = Path.Combine(RunningPortal.Root, "artifacts", "screenshots");

    public static async Task LookAsync(this IPage page, string name)
    {
        var width = page.ViewportSize!.Width;
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"{name}-{width}.png"), FullPage = true });
        var found = (await page.RunAxe()).Violations;
        Assert.True(found.Length == 0, $"axe on {name} at {width}: " + string.Join("; ", found.Select(v => $"{v.Id} ({v.Help}): {string.Join(", ", v.Nodes.Select(n => n.Html))}")));
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), $"{name} at {width} px is wider than the screen.");
    }
}
