using Microsoft.AspNetCore.Diagnostics;

namespace NotifyNl.Web.Security;

/// <summary>The page of an error is asked for with GET, also when the request was a form: else the form's own missing token would be the error that is told.</summary>
public static class ErrorPages
{
    public static IApplicationBuilder UseErrorPagesByGet(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.Features.Get<IStatusCodeReExecuteFeature>() is not null || http.Features.Get<IExceptionHandlerFeature>() is not null)
            http.Request.Method = HttpMethods.Get;
        return next(http);
    });
}
