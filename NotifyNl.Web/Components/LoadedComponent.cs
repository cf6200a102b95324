using Microsoft.AspNetCore.Components;

namespace NotifyNl.Web.Components;

/// <summary>
/// A component that is drawn when all of its data is there, and not before. Blazor draws at the first wait that is not over at once; an answer of the database may well be,
/// and then a page with its first query answered and its second under way was drawn half: an exception, and a request that ended with a query still running on its context.
/// </summary>
public abstract class LoadedComponent : ComponentBase
{
    private Task? loading;

    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        await (loading ??= LoadAsync());
        await base.SetParametersAsync(ParameterView.Empty);
    }

    /// <summary>Reads what the component shows; once, with its parameters set.</summary>
    protected virtual Task LoadAsync() => Task.CompletedTask;

    protected sealed override Task OnInitializedAsync() => Task.CompletedTask;
}
