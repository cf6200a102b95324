using Microsoft.Playwright;
using NotifyNl.Tests.Browser;
using NotifyNl.Tests.Infrastructure;
using static NotifyNl.Tests.Simulator.StandIn;

namespace NotifyNl.Tests.Simulator;

[Trait("Kind", "Browser")]
public sealed class PhoneBrowserTests
{
    [Fact]
    public async Task Telephone_ShowsANewMessageByItselfAndIsAccessible()
    {
        await using var standIn = await StandIn.StartAsync();
        var page = await Chromium.OpenAsync(390);
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);

        await page.GotoAsync(standIn.Host.Address + "/phones/0612345678");
        const string text = "Beste Zoë,\n\n  uw AOW van € 1.452,06 <b>staat</b> op uw rekening.";
        await standIn.AnswerAsync(Message("0031612345678", text: text));

        await Assertions.Expect(page.Locator(".text")).ToHaveCountAsync(1);
        Assert.Equal(text, await page.Locator(".text").TextContentAsync());
        await page.LookAsync("telefoon");
        await page.GotoAsync(standIn.Host.Address + "/");
        await page.LookAsync("telefoons");

        Assert.Empty(complaints);
    }
}
