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
