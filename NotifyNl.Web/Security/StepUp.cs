namespace NotifyNl.Web.Security;

/// <summary>
/// On a page or an end point whose act is dangerous (a key of the API, going live, an export of recipients): the visitor must have shown a second factor a short
/// while ago. Who did not is asked for it and comes back.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequireRecentSecondFactorAttribute : Attribute;

public static class StepUp
{
    /// <summary>When a page is opened.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromMinutes(10);

    /// <summary>When its form comes back: nothing that was filled in meanwhile may be lost.</summary>
    public static readonly TimeSpan RecentForForms = TimeSpan.FromMinutes(40);

    public static TBuilder RequireRecentSecondFactor<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new RequireRecentSecondFactorAttribute());

    /// <summary>After authorisation: who may not be there at all is not asked for anything.</summary>
    public static IApplicationBuilder UseStepUp(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<RequireRecentSecondFactorAttribute>() is null || http.Session() is not { } session)
            return next(http);
        var age = http.Now() - session.SecondFactorAt;
        if (age < (HttpMethods.IsGet(http.Request.Method) ? Recent : RecentForForms))
            return next(http);
        http.Response.Redirect($"/confirm?terug={Uri.EscapeDataString(Back(http.Request))}");
        return Task.CompletedTask;
    });

    /// <summary>A file has no page to come back to: its visitor returns to the page that offers it.</summary>
    private static string Back(HttpRequest request)
    {
        var path = request.Path.ToUriComponent();
        return Path.HasExtension(path) ? path[..path.LastIndexOf('/')] : path + request.QueryString;
    }
}
