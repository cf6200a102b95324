using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static NotifyNl.Tests.Simulator.StandIn;

namespace NotifyNl.Tests.Simulator;

[Trait("Kind", "Browser")]
public sealed class PhoneBrowserTests
{
    private const string Chromium = "/usr/bin/chromium";

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task Telephone_ShowsANewMessageByItselfAndIsAccessible(int width)
    {
        Assert.SkipUnless(File.Exists(Chromium), "There is no chromium here: apt-get install chromium.");
        await using var standIn = await StandIn.StartAsync();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = 800 } });
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);

        await page.GotoAsync(standIn.Host.Address + "/phones/0612345678");
        const string text = "Beste Zoë,\n\n  uw AOW van € 1.452,06 <b>staat</b> op uw rekening.";
        await standIn.AnswerAsync(Message("0031612345678", text: text));

        await Assertions.Expect(page.Locator(".text")).ToHaveCountAsync(1);
        Assert.Equal(text, await page.Locator(".text").TextContentAsync());
        foreach (var path in new[] { "/phones/0612345678", "/" })
        {
            await page.GotoAsync(standIn.Host.Address + path);
            Assert.Empty((await page.RunAxe()).Violations.Select(violation => $"{path}: {violation.Id} {violation.Nodes[0].Html}"));
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{path} scrolls sideways at {width} px.");
        }

        Assert.Empty(complaints);
    }
}
