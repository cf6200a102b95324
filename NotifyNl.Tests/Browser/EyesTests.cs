using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Browser;

/// <summary>Eyes that see nothing would pass every page.</summary>
public sealed class EyesTests
{
    [Theory]
    [InlineData("<img src='data:,'>", "image-alt")]
    [InlineData("<p style='color: #bbb; background: #fff'>Bijna niet te lezen</p>", "color-contrast")]
    [InlineData("<p style='inline-size: 800px'>Past op geen telefoon</p>", "at 390 px is wider than the screen")]
    [InlineData("<style>@media (max-width: 500px) { p { color: #bbb; } }</style><p>Alleen op een telefoon niet te lezen</p>", "at 390: color-contrast")]
    public async Task WhatIsWrong_IsSeen(string fault, string said)
    {
        var page = await Chromium.OpenAsync();
        await page.SetContentAsync($"<!doctype html><html lang='nl'><head><title>Proef</title></head><body><main><h1>Proef</h1>{fault}</main></body></html>");

        var seen = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => page.LookAsync("proef"));

        Assert.Contains(said, seen.Message, StringComparison.Ordinal);
    }
}
