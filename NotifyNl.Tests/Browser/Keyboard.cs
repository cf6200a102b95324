using Microsoft.Playwright;

namespace NotifyNl.Tests.Browser;

/// <summary>Somebody without a mouse: reaches everything by Tab, and sees where the focus is.</summary>
internal sealed class Keyboard(IPage page)
{
    private const string NameOfFocus = """
        () => { const e = document.activeElement; return (e.labels?.[0]?.innerText ?? e.getAttribute('aria-label') ?? e.innerText ?? '').trim(); }
        """;

    private const string IsFocusSeen = """
        () => {
          const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
          return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) && r.bottom > 0 && r.top < innerHeight && r.width > 0;
        }
        """;

    /// <summary>The name of what has the focus.</summary>
    public Task<string> FocusAsync() => page.EvaluateAsync<string>(NameOfFocus);

    /// <summary>Goes to what is so called, presses Enter, and is then on the page with this heading.</summary>
    public async Task EnterAsync(string name, string heading)
    {
        await TabToAsync(name);
        await page.Keyboard.PressAsync("Enter");
        await HeadingAsync(heading);
    }

    private async Task AssertFocusIsSeenAsync(string name)
    {
        // The browser scrolls to it in a moment.
        for (var tries = 0; tries < 20; tries++, await Task.Delay(100))
        {
            if (await page.EvaluateAsync<bool>(IsFocusSeen))
                return;
        }

        Assert.Fail($"The focus on '{name}' can not be seen: {await page.EvaluateAsync<string>("() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect(); return `${s.outlineStyle} ${s.outlineWidth}, ${r.top}–${r.bottom} of ${innerHeight}`; }")}");
    }

    /// <summary>Types in the field that is so called.</summary>
    public async Task TypeAsync(string name, string text)
    {
        await TabToAsync(name);
        await page.Keyboard.TypeAsync(text);
    }

    public async Task HeadingAsync(string heading) => await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(heading);

    public async Task TabToAsync(string name)
    {
        var passed = new List<string>();
        for (var stops = 0; stops < 80; stops++)
        {
            await page.Keyboard.PressAsync("Tab");
            passed.Add(await FocusAsync());
            if (passed[^1] == name)
            {
                await AssertFocusIsSeenAsync(name);
                return;
            }
        }

        Assert.Fail($"Tab does not lead to '{name}', but to: {string.Join(" | ", passed.Distinct())}");
    }
}
