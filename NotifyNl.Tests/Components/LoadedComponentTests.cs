using Bunit;
using Microsoft.AspNetCore.Components.Rendering;
using NotifyNl.Web.Components;

namespace NotifyNl.Tests.Components;

public sealed class LoadedComponentTests : BunitContext
{
    [Fact]
    public void NothingIsDrawn_BeforeEverythingIsThere()
    {
        var second = new TaskCompletionSource<string>();
        var page = Render<TwoQueries>(p => p.Add(c => c.Second, second.Task));
        page.MarkupMatches("");

        // Drawn again by its parent meanwhile, as at the first wait of a form's handler.
        page.Render(p => p.Add(c => c.Second, second.Task));
        page.MarkupMatches("");

        second.SetResult("figures");
        page.WaitForAssertion(() => page.MarkupMatches("batch figures 1"));
    }

    private sealed class TwoQueries : LoadedComponent
    {
        private string? first;
        private string second = null!;
        private int loads;

        [Microsoft.AspNetCore.Components.Parameter]
        public Task<string> Second { get; set; } = null!;

        protected override async Task LoadAsync()
        {
            loads++;
            first = await Task.FromResult("batch"); // answered at once
            second = await Second;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            if (first is not null)
                builder.AddContent(0, $"{first} {second.Trim()} {loads}");
        }
    }
}
