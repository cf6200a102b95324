using NotifyNl.Recipients;

namespace NotifyNl.Web.Api;

/// <summary>What was wrong with an upload, for the page that the visitor comes back to. Nothing of it is stored.</summary>
public sealed record UploadRefusal(string FileName, IReadOnlyList<Problem> Problems, ListCheckReport? Report);

/// <summary>
/// Lets an end point that refuses a form show the page of that form with the refusal on it: the request is run once more as a GET of that page.
/// A redirect would need a place to keep the refusal in.
/// </summary>
public static class ShownAgain
{
    public static void ShowAgain(this HttpContext http, string path, UploadRefusal refusal)
    {
        http.Items[typeof(UploadRefusal)] = refusal;
        http.Items[typeof(ShownAgain)] = path;
    }

    public static UploadRefusal? Refusal(this HttpContext http) => http.Items[typeof(UploadRefusal)] as UploadRefusal;

    public static IApplicationBuilder UseShownAgain(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        await next(http);
        if (http.Items.Remove(typeof(ShownAgain), out var path) && !http.Response.HasStarted)
        {
            http.SetEndpoint(null);
            http.Request.RouteValues.Clear();
            http.Request.Method = HttpMethods.Get;
            http.Request.Path = (string)path!;
            http.Request.QueryString = QueryString.Empty;
            await next(http);
        }
    });
}
