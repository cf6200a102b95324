using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Inbound;
using NotifyNl.Receipts;
using NotifyNl.Web.Security;
using Npgsql;

namespace NotifyNl.Web.Api;

/// <summary>
/// Where gateways tell what became of messages, and what citizens answer. They sign nothing, so the address holds a secret; a wrong one finds nothing here.
/// </summary>
internal static class ReceiptsApi
{
    private const int MaxBodyBytes = 1 << 20;

    private static readonly string[] GetAndPost = [HttpMethods.Get, HttpMethods.Post];

    /// <summary>Before all that pages need (sign-in, language, error pages): a receipt has no use for it, and comes for each message.</summary>
    public static void UseReceiptsApi(this WebApplication app) =>
        app.MapWhen(context => context.Request.Path.StartsWithSegments("/gateways"), gateways => gateways.Use(BearThePolicy).UseRouting().UseEndpoints(routes => routes.MapReceiptsApi()));

    private static Task BearThePolicy(HttpContext http, RequestDelegate next)
    {
        http.Response.Headers.ContentSecurityPolicy = ResponseHeaders.ContentSecurityPolicy;
        return next(http);
    }

    public static void MapReceiptsApi(this IEndpointRouteBuilder routes)
    {
        var gateways = routes.MapGroup("/gateways/{name}").AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes)).ExcludeFromDescription();
        gateways.MapMethods("/receipts/{secret}", GetAndPost, ReceiveReceiptsAsync);
        gateways.MapMethods("/texts/{secret}", GetAndPost, ReceiveTextAsync);
    }

    private static Task<IResult> ReceiveReceiptsAsync(
        string name, string secret, HttpRequest request, [FromServices] GatewayRoster gateways, [FromServices] ReceiptLedger ledger, CancellationToken cancel) =>
        ReceiveAsync(name, secret, request, gateways, async (gateway, notice) =>
        {
            if (gateway.ReadReceipts(notice) is not { } receipts)
                return false;
            await ledger.StoreAsync(receipts, cancel);
            return true;
        });

    private static Task<IResult> ReceiveTextAsync(
        string name, string secret, HttpRequest request, [FromServices] GatewayRoster gateways, [FromServices] InboundTexts texts, [FromServices] AutoReplies replies, CancellationToken cancel) =>
        ReceiveAsync(name, secret, request, gateways, async (gateway, notice) =>
        {
            if (gateway.ReadText(notice) is not { } text)
                return false;
            if (await texts.StoreAsync(text, cancel) is { } stored)
                await replies.AnswerAsync(stored, text.Text, cancel);
            return true;
        });

    /// <summary>The answer is an empty 200: Kannel would send any words in it to the citizen.</summary>
    private static async Task<IResult> ReceiveAsync(
        string name, string secret, HttpRequest request, GatewayRoster gateways, Func<ISmsGateway, GatewayNotice, Task<bool>> store)
    {
        if (gateways.Admit(name, secret, request.HttpContext.Connection.RemoteIpAddress) is not { } gateway)
            return TypedResults.NotFound();
        try
        {
            return await store(gateway, await ReadAsync(request)) ? TypedResults.Ok() : TypedResults.BadRequest();
        }
        catch (NpgsqlException)
        {
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable); // the gateway comes again
        }
    }

    private static async Task<GatewayNotice> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        var fields = request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        if (request.HasFormContentType && request.ContentType!.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            using var form = new FormReader(System.Text.Encoding.UTF8.GetString(bytes.Span));
            foreach (var (key, value) in await form.ReadFormAsync(request.HttpContext.RequestAborted))
                fields[key] = value.ToString();
        }

        return new GatewayNotice(bytes, fields);
    }
}
