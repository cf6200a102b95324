using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace NotifyNl.Web.Security;

/// <summary>How many forms one address on the network may send in a minute, on this node. Configuration section <c>RateLimits</c>.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Passwords and passkeys. A whole office may share one address.</summary>
    [Range(1, 100_000, ErrorMessage = "RateLimits:SignIn must be at least 1: how many times a minute one network address may try to sign in.")]
    public int SignIn { get; init; } = 60;

    /// <summary>Security codes, also asking for one.</summary>
    [Range(1, 100_000, ErrorMessage = "RateLimits:Codes must be at least 1: how many security codes a minute one network address may try or ask for.")]
    public int Codes { get; init; } = 60;

    /// <summary>Invitations, registrations and forgotten passwords: each sends a mail.</summary>
    [Range(1, 100_000, ErrorMessage = "RateLimits:Invitations must be at least 1: how many mails a minute one network address may cause.")]
    public int Invitations { get; init; } = 20;
}

/// <summary>Names for <c>[EnableRateLimiting(…)]</c> on a page or an end point. Only forms count, never looking at a page.</summary>
public static class RateLimits
{
    public const string SignIn = "sign-in";
    public const string Codes = "codes";
    public const string Invitations = "invitations";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddOptions<RateLimitOptions>().BindConfiguration("RateLimits").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<RateLimitOptions>>((limiter, options) =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (context, _) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = "60";
                return ValueTask.CompletedTask;
            };
            limiter.AddPolicy(SignIn, http => PerAddress(http, SignIn, options.Value.SignIn));
            limiter.AddPolicy(Codes, http => PerAddress(http, Codes, options.Value.Codes));
            limiter.AddPolicy(Invitations, http => PerAddress(http, Invitations, options.Value.Invitations));
        });
        return services.AddRateLimiter(_ => { });
    }

    private static RateLimitPartition<string> PerAddress(HttpContext http, string name, int limit) => HttpMethods.IsGet(http.Request.Method)
        ? RateLimitPartition.GetNoLimiter("")
        : RateLimitPartition.GetSlidingWindowLimiter(
            $"{name} {http.Connection.RemoteIpAddress}",
            _ => new SlidingWindowRateLimiterOptions { PermitLimit = limit, Window = Window, SegmentsPerWindow = 6, QueueLimit = 0 });
}
