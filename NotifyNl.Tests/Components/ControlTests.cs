using System.Globalization;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Delivery;
using NotifyNl.Usage;
using NotifyNl.Web.Components.Controls;

namespace NotifyNl.Tests.Components;

/// <summary>The markup and ARIA that all pages get from the controls.</summary>
public sealed class ControlTests : BunitContext
{
    private readonly EditContext form;
    private readonly Input input = new();

    public ControlTests()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("nl-NL");
        Services.AddLocalization();
        form = new EditContext(input);
    }

    [Fact]
    public void ErrorSummary_OfAValidForm_ShowsNothing() => Summary().MarkupMatches("");

    [Fact]
    public async Task ErrorSummary_LinksEachRefusalToItsField_InTheOrderOfTheScreen()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("services/1/templates/new");
        var summary = Summary();

        await summary.InvokeAsync(() =>
        {
            form.Add(new Problem("template-content-missing", "Content"));
            form.Add(new Problem("template-name-missing", "Name"));
            form.Add(new Problem("form-expired", "NoFieldOfThisForm"));
        });

        // With the path: the base address would make a bare "#veld-name" lead to the home page.
        Assert.Equal(
            [null, "services/1/templates/new#veld-name", "services/1/templates/new#veld-content"],
            summary.FindAll("li").Select(li => li.QuerySelector("a")?.GetAttribute("href")));
        Assert.NotNull(summary.Find("[role=alert][tabindex='-1'][data-focus]"));
        Assert.Equal("Er is een probleem", summary.Find("h2").TextContent);
    }

    [Fact]
    public void TextField_WithoutErrors_IsALabelAndAnInput() => TextField().MarkupMatches("""
        <div class="utrecht-form-field utrecht-form-field--distanced">
          <div class="utrecht-form-field__label"><label class="utrecht-form-label" for="veld-name">Naam</label></div>
          <div class="utrecht-form-field-description" id="veld-name-uitleg">Zoals op de brief.</div>
          <div class="utrecht-form-field__input">
            <input id="veld-name" name="input.Name" type="text" value="Ans" class="utrecht-textbox utrecht-textbox--html-input" aria-describedby="veld-name-uitleg">
          </div>
        </div>
        """);

    [Fact]
    public void TextField_WithAnError_SaysSoToTheEyeAndToTheEar()
    {
        form.Add(new Problem("template-name-missing", "Name"));
        var field = TextField().Find("input");
        Assert.Equal(("true", "veld-name-uitleg veld-name-fout"), (field.GetAttribute("aria-invalid"), field.GetAttribute("aria-describedby")));
        Assert.Contains("Fout: ", TextField().Find("#veld-name-fout").TextContent, StringComparison.Ordinal);
        Assert.Contains("utrecht-textbox--invalid", field.ClassList);
    }

    [Fact]
    public void SelectField_KeepsTheChoice_AndShowsItsError()
    {
        form.Add(new Problem("scheduled-in-past", "Day"));
        input.Day = "2";
        var select = Render<SelectField>(p => p.AddCascadingValue(form).Add(s => s.Label, "Dag").Add(s => s.Options, [("1", "maandag"), ("2", "dinsdag")])
            .Bind(s => s.Value, input.Day, value => input.Day = value, () => input.Day));
        Assert.Equal("dinsdag", select.Find("option[selected]").TextContent);
        Assert.Equal("veld-day-fout", select.Find("select").GetAttribute("aria-describedby"));
        Assert.Contains("Dat moment is al voorbij", select.Find("#veld-day-fout").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void RadioField_IsAGroupWithALegend_WhoseFirstChoiceTheSummaryLinksTo()
    {
        input.Day = "later";
        var radios = Render<RadioField>(p => p.AddCascadingValue(form).Add(r => r.Label, "Wanneer?").Add(r => r.Options, [("now", "Nu", null), ("later", "Later", "Tot zeven dagen.")])
            .Bind(r => r.Value, input.Day, value => input.Day = value, () => input.Day));
        Assert.Equal("Wanneer?", radios.Find("fieldset > legend").TextContent);
        Assert.Equal("later", Assert.Single(radios.FindAll("input[checked]")).GetAttribute("value"));
        Assert.Equal("now", radios.Find("#veld-day").GetAttribute("value"));
        Assert.Equal("Tot zeven dagen.", radios.Find("#" + radios.Find("input[checked]").GetAttribute("aria-describedby")).TextContent);
    }

    [Fact]
    public void TemplateContent_HighlightsFields_AndNeverMakesMarkupOfAText()
    {
        var content = Render<TemplateContent>(p => p.Add(c => c.Content, "<script>x</script> ((naam)) ((spoed??Bel direct.))").Add(c => c.Prefix, "Gemeente"));
        Assert.Empty(content.FindAll("script"));
        Assert.Equal("Gemeente: <script>x</script> ((naam)) ((spoed??Bel direct.))", content.Find("p").TextContent);
        Assert.Equal(["((naam))", "((spoed??", "))"], content.FindAll("mark").Select(mark => mark.TextContent));
    }

    [Fact]
    public void Tiles_AreLinksThatFilter_AndNameTheOneThatIsChosen()
    {
        var figures = new BatchFigures(new Dictionary<StatusTile, int> { [StatusTile.Delivered] = 1204, [StatusTile.Failed] = 2 });
        var tiles = Render<Tiles>(p => p.Add(t => t.Figures, figures).Add(t => t.Href, "b/1").Add(t => t.Current, StatusTile.Failed).Add(t => t.Expected, 1300));
        Assert.Equal(["1.300totaal", "0in de wachtrij", "0onderweg", "1.204bezorgd", "2mislukt", "0onzeker"], tiles.FindAll("a").Select(a => a.TextContent));
        Assert.Equal("b/1?status=failed", Assert.Single(tiles.FindAll("[aria-current]")).GetAttribute("href"));
    }

    [Theory]
    [InlineData(1, 1, new string[0])]
    [InlineData(1, 3, new[] { "Volgende pagina" })]
    [InlineData(2, 3, new[] { "Vorige pagina", "Volgende pagina" })]
    [InlineData(3, 3, new[] { "Vorige pagina" })]
    public void Pager_OffersThePagesThatThereAre(int page, int pages, string[] links) =>
        Assert.Equal(links, Render<Pager>(p => p.Add(x => x.Page, page).Add(x => x.Pages, pages).Add(x => x.Href, number => $"?pagina={number}")).FindAll("a").Select(a => a.TextContent));

    [Theory]
    [InlineData(NotificationStatus.Delivered, "success", "Bezorgd")]
    [InlineData(NotificationStatus.PermanentFailure, "error", "Mislukt")]
    [InlineData(NotificationStatus.Uncertain, "warning", "Onzeker")]
    [InlineData(NotificationStatus.Queued, "neutral", "In de wachtrij")]
    public void StatusBadge_SaysInWordsWhatItsColourSays(NotificationStatus status, string colour, string word) =>
        Render<StatusBadge>(p => p.Add(b => b.Status, status)).MarkupMatches($"""<span class="utrecht-status-badge utrecht-status-badge--{colour}">{word}</span>""");

    [Theory]
    [InlineData("error", "Fout: Let goed op")]
    [InlineData("warning", "Let op: Let goed op")]
    [InlineData("ok", "Let goed op")]
    public void Alert_SaysItsKindToWhoSeesNoColour(string kind, string heard) =>
        Assert.Equal(heard, string.Join(' ', Render<Alert>(p => p.Add(a => a.Kind, kind).AddChildContent("Let goed op")).Find(".utrecht-alert__message").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    private IRenderedComponent<ErrorSummary> Summary() => Render<ErrorSummary>(p => p.AddCascadingValue(form));

    private IRenderedComponent<TextField> TextField()
    {
        input.Name = "Ans";
        return Render<TextField>(p => p.AddCascadingValue(form).Add(f => f.Label, "Naam").Add(f => f.Description, "Zoals op de brief.")
            .Bind(f => f.Value, input.Name, value => input.Name = value, () => input.Name));
    }

    private sealed class Input
    {
        public string? Name { get; set; }
        public string? Content { get; set; }
        public string? Day { get; set; }
    }
}
