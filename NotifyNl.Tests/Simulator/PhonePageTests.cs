extern alias simulator;

using System.Net;
using simulator::NotifyNl.Simulator.Phones;
using static NotifyNl.Tests.Simulator.StandIn;

namespace NotifyNl.Tests.Simulator;

public sealed class PhonePageTests
{
    [Fact]
    public async Task Screen_ShowsTheTextLetterForLetterAndRunsNothing()
    {
        await using var standIn = await StandIn.StartAsync();
        await standIn.AnswerAsync(Message("0031612345678", text: "Beste <script>alert(1)</script> & \"Zoë\",\n  €  5", from: "Gem Utrecht"));

        using var response = await standIn.Http.GetAsync("/phones/06-12345678");
        var page = await response.Content.ReadAsStringAsync();

        Assert.Contains("<p class=\"text\">Beste &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Zoë&quot;,&#xA;  €  5</p>", page, StringComparison.Ordinal);
        Assert.Contains("Gem Utrecht", page, StringComparison.Ordinal);
        Assert.Contains("06 12345678", page, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_HasTheLastReceiverFirst()
    {
        await using var standIn = await StandIn.StartAsync();
        await standIn.AnswerAsync(Message("0031611111111"), Message("0031622222222"), Message("0031611111111"));

        var page = await standIn.Http.GetStringAsync("/");

        Assert.InRange(page.IndexOf("/phones/31611111111", StringComparison.Ordinal), 1, page.IndexOf("/phones/31622222222", StringComparison.Ordinal));
        Assert.Contains("2 berichten", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0622", true, false)]
    [InlineData("+31 6 11111111", false, true)]
    [InlineData("<b>", true, true)]
    [InlineData("999", false, false)]
    public async Task Search_KeepsTheNumbersThatHoldIt(string typed, bool first, bool second)
    {
        await using var standIn = await StandIn.StartAsync();
        await standIn.AnswerAsync(Message("0031622222222"), Message("0031611111111"));

        var page = await standIn.Http.GetStringAsync("/?nummer=" + Uri.EscapeDataString(typed));

        Assert.Equal((first, second), (page.Contains("/phones/31622222222", StringComparison.Ordinal), page.Contains("/phones/31611111111", StringComparison.Ordinal)));
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Screen_OfNoNumber_IsNotFound()
    {
        await using var standIn = await StandIn.StartAsync();

        using var response = await standIn.Http.GetAsync("/phones/abc");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("06 12345678", "31612345678")]
    [InlineData("+31 (0)6 12345678", "31612345678")]
    [InlineData("0031612345678", "31612345678")]
    [InlineData("31612345678", "31612345678")]
    [InlineData("+32 470 12 34 56", "32470123456")]
    [InlineData("07700900111", "447700900111")]
    public void Digits_UnderstandsEveryWayOfWriting(string typed, string digits) => Assert.Equal(digits, PhoneNumber.Digits(typed));
}
