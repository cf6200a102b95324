using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using NotifyNl.ApiKeys;
using NotifyNl.Sending;
using NotifyNl.Services;
using NotifyNl.Usage;
using Npgsql;

namespace NotifyNl.Web.Api.V2;

/// <summary>
/// The API of source systems: GOV.UK Notify's v2 on the wire (docs/adr/0014), so that its client libraries work by address alone. Its own small router: clients
/// rely on which errors come first and how they read, also for addresses and methods that do not exist.
/// </summary>
internal static class V2Api
{
    private const string RequestId = "X-Request-Id";

    internal static readonly V2Route[] Routes =
    [
        new("POST", "notifications/bulk", BulkEndpoint.SendAsync),
        new("POST", "notifications/{type}", SendEndpoints.SendAsync),
        new("POST", "notifications/{id}/cancel", BatchEndpoints.CancelMessageAsync),
        new("GET", "notifications", NotificationEndpoints.ListAsync),
        new("GET", "notifications/{id}", NotificationEndpoints.GetAsync),
        new("GET", "notifications/{id}/pdf", NotificationEndpoints.PdfAsync),
        new("GET", "template/{id}", TemplateEndpoints.GetAsync),
        new("GET", "template/{id}/version/{version:int}", TemplateEndpoints.GetAsync),
        new("POST", "template/{id}/preview", TemplateEndpoints.PreviewAsync),
        new("GET", "templates", TemplateEndpoints.ListAsync),
        new("GET", "received-text-messages", ReceivedTextEndpoints.ListAsync),
        new("GET", "batches/{id}", BatchEndpoints.GetAsync),
        new("POST", "batches/{id}/cancel", BatchEndpoints.CancelAsync),
    ];

    public static IServiceCollection AddV2Api(this IServiceCollection services)
    {
        services.AddOptions<ApiOptions>().BindConfiguration("Api").ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<ApiKeyRing>().AddSingleton<Doorkeeper>()
            .AddSingleton<ApiTemplates>().AddSingleton<SmsDesk>().AddSingleton<StoredMessages>().AddSingleton<NotificationJson>().AddSingleton<CallLimiter>().AddSingleton<IdempotentCalls>().AddScoped<MessageCancel>()
            .AddSingleton<DayLimiter>().AddHostedService(provider => provider.GetRequiredService<DayLimiter>())
            .AddSingleton<SlotCall>().AddHostedService(provider => provider.GetRequiredService<SlotCall>())
            .AddSingleton<FailedCalls>().AddHostedService(provider => provider.GetRequiredService<FailedCalls>())
            .AddSingleton<MessageIntake>().AddHostedService(provider => provider.GetRequiredService<MessageIntake>());
    }

    public static IApplicationBuilder UseV2Api(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("NotifyNl.Api");
        return app.Use((http, next) => http.Request.Path.StartsWithSegments("/v2", out var rest) ? ServeAsync(http, rest.Value ?? "", logger) : next(http));
    }

    private static async Task ServeAsync(HttpContext http, string path, ILogger logger)
    {
        var requestId = RequestIdOf(http);
        V2Headers.Write(http.Response.Headers, requestId);
        Answer answer;
        try
        {
            answer = await AnswerAsync(http, path);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e) when (IsDatabaseAway(e))
        {
            logger.LogWarning("The database did not answer a call ({Failure}); request {RequestId}", e.GetType().Name, requestId);
            answer = Answer.Of(SendEndpoints.Busy);
        }
        catch (Exception e)
        {
            // Its words may hold what the caller sent: the kind and the place are enough.
            logger.LogError("A call failed: {Failure} {Place}; request {RequestId}", e.GetType().Name, new StackTrace(e).GetFrame(0)?.GetMethod()?.DeclaringType?.Name, requestId);
            answer = Answer.Of(new Refusal(500, e.GetType().Name, ["Internal server error"]));
        }

        if (answer.RetryAfter is { } wait)
            http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (answer.Status >= 400)
        {
            logger.LogInformation("Call answered with {Status}; request {RequestId}", answer.Status, requestId);
            Note(http, answer, requestId);
        }

        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = answer.Body.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await http.Response.BodyWriter.WriteAsync(answer.Body, http.RequestAborted);
    }

    private static async ValueTask<Answer> AnswerAsync(HttpContext http, string path)
    {
        var method = HttpMethods.IsHead(http.Request.Method) ? HttpMethods.Get : http.Request.Method;
        var isAddress = false;
        var given = path.Split('/');
        foreach (var route in Routes)
        {
            if (!route.Matches(given, out var parts))
                continue;
            isAddress = true;
            if (route.Method != method)
                continue;

            var (caller, refusal) = await http.RequestServices.GetRequiredService<Doorkeeper>().AdmitAsync(http.Request.Headers.Authorization, Address(http));
            if (caller is null)
                return Answer.Of(refusal!);
            http.RequestServices.GetRequiredService<CurrentService>().Enter(caller.ServiceId);
            http.Items[typeof(Caller)] = caller;
            return await route.ServeAsync(new V2Call(http, caller, parts));
        }

        if (!isAddress)
            return Answer.NoSuchAddress;
        http.Response.Headers.Allow = string.Join(", ", Routes.Where(route => route.Matches(given, out _)).SelectMany(route => route.Methods).Distinct());
        return HttpMethods.IsOptions(method) ? new Answer(200, default) : Answer.NoSuchMethod;
    }

    /// <summary>Of a known caller, for the page that its developers read.</summary>
    private static void Note(HttpContext http, Answer answer, string requestId)
    {
        if (http.Items[typeof(Caller)] is Caller caller)
        {
            http.RequestServices.GetRequiredService<FailedCalls>().Note(new RefusedCall(
                caller.ServiceId, caller.Key.Id, http.Request.Method, http.Request.Path.Value!, answer.Status, answer.Body, requestId, http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()));
        }
    }

    /// <summary>The caller's own name for the call if it is fit for a log, else one of ours.</summary>
    private static string RequestIdOf(HttpContext http)
    {
        var given = http.Request.Headers[RequestId].ToString();
        return given.Length is > 0 and <= 64 && given.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? given : Guid.CreateVersion7().ToString("N");
    }

    private static System.Net.IPAddress? Address(HttpContext http) =>
        http.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : http.Connection.RemoteIpAddress;

    private static bool IsDatabaseAway(Exception e) => e switch
    {
        PostgresException postgres => postgres.IsTransient || postgres.SqlState.StartsWith("57P", StringComparison.Ordinal) || postgres.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException or TimeoutException or RetryLimitExceededException => true,
        DbException or DbUpdateException or InvalidOperationException => e.InnerException is not null && IsDatabaseAway(e.InnerException),
        _ => false,
    };
}
