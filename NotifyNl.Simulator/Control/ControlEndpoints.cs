using System.Text.Json;
using System.Text.Json.Nodes;
using NotifyNl.Simulator.Gateways;

namespace NotifyNl.Simulator.Control;

internal static class ControlEndpoints
{
    public static void MapControl(this IEndpointRouteBuilder routes, ControlPanel panel)
    {
        routes.MapGet("/control", context => context.Response.WriteAsJsonAsync(
            Enum.GetValues<GatewayName>().ToDictionary(gateway => gateway.Path(), panel.Of)));
        routes.MapPost("/control", context => ChangeAsync(context, panel, null));
        foreach (var gateway in Enum.GetValues<GatewayName>())
            routes.MapPost($"/control/{gateway.Path()}", context => ChangeAsync(context, panel, gateway));
        routes.MapPost("/control/reset", context =>
        {
            panel.Reset();
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
    }

    /// <summary>With <c>?afresh</c> all that is not named becomes as it was at the start, in the same moment.</summary>
    private static async Task ChangeAsync(HttpContext context, ControlPanel panel, GatewayName? only)
    {
        try
        {
            var named = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) as JsonObject
                ?? throw new JsonException("The body is an object with the properties to set.");
            panel.Change(named, only, context.Request.Query.ContainsKey("afresh"));
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (JsonException wrong)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(wrong.Message);
        }
    }
}
