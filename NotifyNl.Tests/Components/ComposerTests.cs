using System.Globalization;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NotifyNl.Web.Components.Islands;

namespace NotifyNl.Tests.Components;

/// <summary>The island in which a template is written, as part of a page without JavaScript and connected.</summary>
public sealed class ComposerTests : BunitContext
{
    private readonly FakeTimeProvider clock = new();

    public ComposerTests()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("nl-NL");
        Services.AddLocalization();
        Services.AddSingleton<TimeProvider>(clock);
        Services.AddOptions();
        JSInterop.Setup<string?>("notifyTyped", _ => true).SetResult(null);
    }

    [Fact]
    public void Static_IsAFieldOfThePagesForm_WithTheMeasureOfItsText()
    {
        var composer = Composer("Geïnformeerd: ((naam))", interactive: false);

        var field = composer.Find("textarea");
        Assert.Equal("Input.Content", field.GetAttribute("name"));
        Assert.Equal("veld-content-uitleg veld-content-maat", field.GetAttribute("aria-describedby")?.Trim());
        Assert.Null(composer.Find(".nn-composer").GetAttribute("data-live"));
        Assert.Contains("Uw uitkering: Geïnformeerd: ((naam))", composer.Find(".nn-phone__bubble").TextContent, StringComparison.Ordinal);
        Assert.Contains("1 sms-deel", composer.Find(".nn-measure").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Connected_MeasuresWhenTheTypingPauses_NotAtEveryLetter()
    {
        var composer = Composer("", interactive: true);
        Assert.Equal("ja", composer.Find(".nn-composer").GetAttribute("data-live"));

        composer.Find("textarea").Input(new string('a', 140));
        composer.Find("textarea").Input(new string('a', 140) + "ï");
        Assert.Empty(composer.FindAll(".nn-dearer"));
        clock.Advance(TimeSpan.FromMilliseconds(250));

        composer.WaitForAssertion(() => Assert.Equal("Door ï telt dit bericht als 3 in plaats van 1.", Text(composer.Find(".nn-dearer"))));
        Assert.Equal("polite", composer.Find("#veld-content-maat").GetAttribute("aria-live"));
    }

    [Fact]
    public void Connected_TakesOverWhatWasTypedBefore()
    {
        JSInterop.Setup<string?>("notifyTyped", _ => true).SetResult("Vroeg getypt ((datum))");
        var composer = Composer("", interactive: true);
        composer.WaitForAssertion(() => Assert.Contains("Vroeg getypt ((datum))", composer.Find(".nn-phone__bubble").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Refusal_StandsAtTheField()
    {
        var composer = Composer("", interactive: false, error: "Schrijf een bericht");
        Assert.Equal("true", composer.Find("textarea").GetAttribute("aria-invalid"));
        Assert.Contains("Schrijf een bericht", composer.Find("#veld-content-fout").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<Composer> Composer(string text, bool interactive, string? error = null)
    {
        SetRendererInfo(interactive ? new RendererInfo("Server", true) : new RendererInfo("Static", false));
        return Render<Composer>(p => p.Add(c => c.Name, "Input.Content").Add(c => c.Id, "veld-content").Add(c => c.Text, text)
            .Add(c => c.Prefix, "Uw uitkering").Add(c => c.Sender, "Gemeente").Add(c => c.Error, error));
    }

    private static string Text(AngleSharp.Dom.IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
