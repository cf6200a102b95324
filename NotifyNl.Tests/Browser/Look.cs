using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Browser;

/// <summary>Looks at a page as axe and a person with a narrow screen do, and keeps a picture of it.</summary>
internal static class Look
{
    private static readonly string Screenshots = Path.Combine(RunningPortal.Root, "artifacts", "screenshots");

    public static async Task AtAsync(IPage page, string name, int width)
    {
        await PhotographAsync(page, name, width);
        var found = (await page.RunAxe()).Violations;
        Assert.True(found.Length == 0, $"axe on {name} at {width}: " + string.Join("; ", found.Select(v => $"{v.Id} ({v.Help}): {string.Join(", ", v.Nodes.Select(n => n.Html))}")));
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), $"{name} at {width} px is wider than the screen.");
    }

    public static Task<byte[]> PhotographAsync(IPage page, string name, int width) =>
        page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"{name}-{width}.png"), FullPage = true });
}
