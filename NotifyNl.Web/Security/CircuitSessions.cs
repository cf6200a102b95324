using Microsoft.Extensions.Options;

namespace NotifyNl.Web.Security;

/// <summary>
/// A circuit is one long request: its cookie was checked when it began. This looks again while it lives, and cuts the connection once the session has ended;
/// the browser cannot come back, for a new connection is checked like any request.
/// </summary>
public static class CircuitSessions
{
    internal static bool IsOfCircuit(HttpRequest request) => request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal);

    public static IApplicationBuilder UseCircuitSessions(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        // Whatever carries it: that a request is a WebSocket is known only further on.
        if (!IsOfCircuit(http.Request) || http.Session() is not { } session)
        {
            await next(http);
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var watch = WatchAsync(http, session.Id, ended.Token);
        try
        {
            await next(http);
        }
        finally
        {
            await ended.CancelAsync();
            await watch;
        }
    });

    private static async Task WatchAsync(HttpContext http, Guid session, CancellationToken cancel)
    {
        var sessions = http.RequestServices.GetRequiredService<SessionCache>();
        using var timer = new PeriodicTimer(http.RequestServices.GetRequiredService<IOptions<AccountOptions>>().Value.CircuitCheck);
        try
        {
            while (await timer.WaitForNextTickAsync(cancel))
            {
                if (await sessions.FindAsync(session, cancel) is null)
                {
                    http.Abort();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The circuit ended by itself.
        }
    }
}
