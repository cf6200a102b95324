using Npgsql;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Receipts;

namespace NotifyNl.Web.Api;

/// <summary>Where gateways tell what became of messages. Their calls are not signed: the last part of the address is the secret, and is never logged.</summary>
internal static class ReceiptsApi
{
    private const int LargestBody = 1 << 20;

    public static void MapReceiptsApi(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/gateways/{name}/receipts/{secret}", ReceiveAsync).AllowAnonymous();

    private static async Task<IResult> ReceiveAsync(
        string name, string secret, HttpContext http, IEnumerable<ISmsGateway> gateways, ReceiptLedger ledger, ILogger<ReceiptLedger> logger, CancellationToken cancel)
    {
        if (gateways.FirstOrDefault(g => g.Name == name) is not { } gateway || !gateway.KnowsSecret(secret))
            return Results.NotFound();

        using var body = new MemoryStream();
        var buffer = new byte[8192];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, cancel)) > 0)
        {
            if (body.Length + read > LargestBody)
                return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
            body.Write(buffer, 0, read);
        }

        if (gateway.ReadReceipts(body.GetBuffer().AsMemory(0, (int)body.Length)) is not { } receipts)
            return Results.BadRequest();
        try
        {
            await ledger.StoreAsync(receipts, cancel);
            return Results.Ok();
        }
        catch (NpgsqlException e)
        {
            // The gateway sends it again; an answer of 200 would have lost it.
            logger.LogWarning(e, "Receipts of {Gateway} could not be stored", gateway.Name);
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
