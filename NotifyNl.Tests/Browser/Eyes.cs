using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Browser;

/// <summary>Looks at a page as an accessibility tester does, at a desk and on a telephone; and photographs it for the docs where that is asked for.</summary>
internal static class Eyes
{
    /// <summary>Where pictures go: <c>./notify test --screenshots</c> sets it.</summary>
    private static readonly string? Album = Environment.GetEnvironmentVariable("NOTIFYNL_SCREENSHOTS");

    // What is right need not be gathered and sent over: that is most of the work.
    private static readonly AxeRunOptions OnlyWhatIsWrong = new() { ResultTypes = [ResultType.Violations] };

    public static async Task LookAsync(this IPage page, string name, int width)
    {
        await page.PhotographAsync(name, width);

        // The other way opens an empty page for each look, to gather what frames say; ours have none.
#pragma warning disable CS0618
        var found = (await page.Locator("html").RunAxeLegacy(OnlyWhatIsWrong)).Violations;
#pragma warning restore CS0618
        Assert.True(found.Length == 0, $"axe on {name} at {width}: " + string.Join("; ", found.Select(v => $"{v.Id} ({v.Help}): {string.Join(", ", v.Nodes.Select(n => n.Html))}")));
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), $"{name} at {width} px is wider than the screen.");
    }

    public static async Task PhotographAsync(this IPage page, string name, int width)
    {
        if (string.IsNullOrEmpty(Album))
            return;
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
