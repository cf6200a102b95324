namespace NotifyNl.Simulator.Pages;

/// <summary>The style and the script, out of the program itself: inside a test there is no folder of files to serve.</summary>
internal static class Assets
{
    public static void MapAssets(this IEndpointRouteBuilder routes)
    {
        Map(routes, "telefoon.css", "text/css; charset=utf-8");
        Map(routes, "verversen.js", "text/javascript; charset=utf-8");
    }

    private static void Map(IEndpointRouteBuilder routes, string name, string type)
    {
        using var resource = typeof(Assets).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in the program.");
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        routes.MapGet("/assets/" + name, context =>
        {
            context.Response.ContentType = type;
            context.Response.Headers.CacheControl = "no-cache";
            return context.Response.Body.WriteAsync(bytes).AsTask();
        });
    }
}
