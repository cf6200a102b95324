using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Receipts;
using Npgsql;

namespace NotifyNl.Web.Api;

/// <summary>Where gateways tell what became of messages. They sign nothing, so the address holds a secret; a wrong one finds nothing here.</summary>
internal static class ReceiptsApi
{
    private const int MaxBodyBytes = 1 << 20;

    /// <summary>Before all that pages need (sign-in, language, error pages): a receipt has no use for it, and comes for each message.</summary>
    public static void UseReceiptsApi(this WebApplication app) =>
        app.MapWhen(context => context.Request.Path.StartsWithSegments("/gateways"), gateways => gateways.UseRouting().UseEndpoints(routes => routes.MapReceiptsApi()));

    public static void MapReceiptsApi(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/gateways/{name}/receipts/{secret}", ReceiveAsync)
            .AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes)).ExcludeFromDescription();

    private static async Task<Results<Ok, NotFound, BadRequest, StatusCodeHttpResult>> ReceiveAsync(
        string name, string secret, HttpRequest request, [FromServices] IEnumerable<ISmsGateway> gateways, [FromServices] ReceiptLedger ledger, CancellationToken cancel)
    {
        if (gateways.FirstOrDefault(g => g.Name == name) is not { } gateway || !gateway.KnowsSecret(secret))
            return TypedResults.NotFound();

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancel);
        if (gateway.ReadReceipts(body.GetBuffer().AsMemory(0, (int)body.Length)) is not { } receipts)
            return TypedResults.BadRequest();
        try
        {
            await ledger.StoreAsync(receipts, cancel);
            return TypedResults.Ok();
        }
        catch (NpgsqlException)
        {
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable); // the gateway comes again
        }
    }
}
