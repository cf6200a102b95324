namespace NotifyNl.Web.Security;

/// <summary>Answers HEAD like GET, without the body: monitors and link checkers ask so, and pages are mapped for GET and POST only.</summary>
public static class HeadRequests
{
    public static IApplicationBuilder UseHeadRequests(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await next(http);
            return;
        }

        http.Request.Method = HttpMethods.Get;
        http.Response.Body = Stream.Null;
        await next(http);
    });
}
