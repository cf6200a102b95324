using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Web;

namespace NotifyNl.Tests.Portal;

/// <summary>What the portal says of itself: who answers for it, and every cookie that it sets.</summary>
public sealed partial class AboutPagesTests(PostgresServer server)
{
    [Fact]
    public async Task WhoIsConfigured_IsNamed_AndEveryCookieIsOnItsPage()
    {
        await using var portal = new PortalInProcess(server);
        await portal.StartAsync(null, ("About:Organisation", "Gemeente Voorbeeld"), ("About:Contact", "beheer@gemeente.example"), ("About:DataProtectionOfficer", "https://gemeente.example/fg"),
            ("About:AccessibilityStatement", "https://www.toegankelijkheidsverklaring.nl/register/1"),
            ("SingleSignOn:Providers:0:Name", "Gemeente Voorbeeld"), ("SingleSignOn:Providers:0:Authority", "http://127.0.0.1:9"), ("SingleSignOn:Providers:0:ClientId", "c"));
        using var browser = await portal.BrowserAsync(null);

        var privacy = await PageAsync(browser, "/privacy");
        Assert.Contains("Gemeente Voorbeeld beheert deze installatie", privacy, StringComparison.Ordinal);
        Assert.Contains("href=\"mailto:beheer@gemeente.example\"", privacy, StringComparison.Ordinal);
        Assert.Contains("href=\"https://gemeente.example/fg\"", privacy, StringComparison.Ordinal);
        Assert.Contains("3 tot 90 dagen, en 7 dagen", privacy, StringComparison.Ordinal);
        var accessibility = await PageAsync(browser, "/toegankelijkheid");
        Assert.Contains("https://www.toegankelijkheidsverklaring.nl/register/1", accessibility, StringComparison.Ordinal);
        Assert.Contains("href=\"mailto:beheer@gemeente.example\"", accessibility, StringComparison.Ordinal);

        var set = Directory.EnumerateFiles(Path.Combine(RunningPortal.Root, "NotifyNl.Web"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(f => Cookie().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.True(set.Count >= 7, $"Only {set.Count} cookies: the test looks in the wrong place.");
        var cookies = await PageAsync(browser, "/cookies");
        Assert.DoesNotContain(set, name => !cookies.Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WithoutSettings_TheVisitorIsSentToTheirOwnOrganisation()
    {
        await using var portal = new PortalInProcess(server);
        await portal.StartAsync();
        using var browser = await portal.BrowserAsync(null);
        foreach (var page in new[] { "/privacy", "/toegankelijkheid" })
            Assert.Contains("Vraag uw eigen organisatie wie deze installatie van Notify NL beheert", await PageAsync(browser, page), StringComparison.Ordinal);
        Assert.Contains("nog geen verklaring in het register", await PageAsync(browser, "/toegankelijkheid"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("About:Contact must be", "About:Organisation=G", "About:Contact=bel ons")]
    [InlineData("About:Organisation and About:Contact belong together", "About:Organisation=G")]
    [InlineData("About:AccessibilityStatement must begin with https://", "About:AccessibilityStatement=http://x.example")]
    public void AWrongSetting_StopsTheStart(string sentence, params string[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Split('=')[0], (string?)s.Split('=')[1]))).Build();
        using var provider = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddAbout().BuildServiceProvider();
        var refusal = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<AboutOptions>>().Value);
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<string> PageAsync(HttpClient browser, string path) => WebUtility.HtmlDecode(await browser.GetStringAsync(path));

    [GeneratedRegex("(?:cookies\\.Name\\(|Apply\\([^\"]*)\"(notify-[a-z]+)\\.?\"", RegexOptions.CultureInvariant)]
    private static partial Regex Cookie();
}
