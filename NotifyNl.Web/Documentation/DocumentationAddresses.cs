namespace NotifyNl.Web.Documentation;

/// <summary>The document itself: public, for every website's code generator to read.</summary>
internal static class DocumentationAddresses
{
    public static void MapDocumentation(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/openapi.json", (HttpContext http, ApiDocument document, PublicAddress address) =>
        {
            http.Response.Headers.AccessControlAllowOrigin = "*";
            http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
            return Results.Text(document.For(address.Text("")), "application/json");
        }).AllowAnonymous().ExcludeFromDescription();
}
