using Microsoft.AspNetCore.Diagnostics;

namespace NotifyNl.Web.Security;

/// <summary>What is refused without words, or fails, is answered by a page that says what to do.</summary>
public static class Refusals
{
    public static IApplicationBuilder UseRefusals(this IApplicationBuilder app) => app
        .UseStatusCodePagesWithReExecute("/refused/{0}", createScopeForStatusCodePages: true)
        .Use(async (http, next) =>
        {
            // Such a page is only read. As a POST it would ask for the token of a form, and every refusal would become a 400.
            if (http.Features.Get<IStatusCodeReExecuteFeature>() is not null || http.Features.Get<IExceptionHandlerFeature>() is not null)
                http.Request.Method = HttpMethods.Get;
            await next(http);
        });
}
