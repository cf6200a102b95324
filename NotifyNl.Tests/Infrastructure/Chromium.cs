using Microsoft.Playwright;

namespace NotifyNl.Tests.Infrastructure;

/// <summary>One browser a run: Debian's Chromium, without windows where that is to be had (the other draws tab strips for pages that nobody sees), with pages of their own for each test. On CI a browser that is missing is a failure, elsewhere the test is skipped.</summary>
public static class Chromium
{
    private static readonly Lazy<Task<IBrowser>> Browser = new(LaunchAsync);

    private static string? Path { get; } = new[] { "/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    /// <param name="width">1280 for a desk, 390 for a telephone.</param>
    public static async Task<IPage> OpenAsync(int width = 1280, bool javaScript = true)
    {
        if (Path is null && Environment.GetEnvironmentVariable("NOTIFYNL_BROWSER_REQUIRED") != "1" && Environment.GetEnvironmentVariable("CI") != "true")
            Assert.Skip("Chromium is not on this machine; ./notify test installs it.");
        var browser = await Browser.Value;
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, JavaScriptEnabled = javaScript, Locale = "nl-NL", AcceptDownloads = true });
        ClosesPagesAttribute.Remember(context);
        context.SetDefaultTimeout(60_000);
        return await context.NewPageAsync();
    }

    private static async Task<IBrowser> LaunchAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Path ?? throw new InvalidOperationException("Chromium is not installed."),
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }
}
