using System.Text.RegularExpressions;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace NotifyNl.Web.Security;

/// <summary>How the way to a provider and back can fail before anybody is known. Each has a page that says what to do.</summary>
public enum SingleSignOnFailure
{
    /// <summary>The provider answered wrongly; something to set right on either side.</summary>
    Failed,
    Unreachable,

    /// <summary>The person, or the provider, said no.</summary>
    Refused,

    /// <summary>The clocks of the two sides differ.</summary>
    Clock,

    /// <summary>Took too long, began in another browser, or was tampered with.</summary>
    Stale,
}

internal static partial class SingleSignOnFailures
{
    public static string Page(Enum reason) => $"/sign-in/refused/{reason}";

    public static SingleSignOnFailure Of(Exception? cause)
    {
        // The framework has sentences for these and no types.
        if (cause is null || cause.Message.StartsWith("Correlation failed", StringComparison.Ordinal) || cause.Message.Contains("message.State", StringComparison.Ordinal))
            return SingleSignOnFailure.Stale;
        for (var e = cause; e is not null; e = e.InnerException!)
        {
            switch (e)
            {
                case SecurityTokenExpiredException or SecurityTokenNotYetValidException or SecurityTokenInvalidLifetimeException:
                    return SingleSignOnFailure.Clock;
                case OpenIdConnectProtocolInvalidNonceException:
                    return SingleSignOnFailure.Stale;
                case HttpRequestException { StatusCode: null or >= System.Net.HttpStatusCode.InternalServerError } or IOException or TaskCanceledException:
                    return SingleSignOnFailure.Unreachable;
            }
        }

        return SingleSignOnFailure.Failed;
    }

    /// <summary>What an administrator needs to repair it, and nothing that a token or an address said.</summary>
    public static void Log(HttpContext http, Provider provider, SingleSignOnFailure failure, Exception? cause)
    {
        var logger = http.RequestServices.GetRequiredService<ILogger<WaysIn>>();
        var error = cause?.Data["error"] as string;
        LogFailure(logger, provider.Key, failure, cause?.GetType().Name, Code.Match(cause?.Message ?? "").Value, error is not null && Plain.IsMatch(error) ? error : null);
    }

    [LoggerMessage(LogLevel.Warning, "Single sign-on at {Provider} failed: {Failure} ({Exception} {Code} {Error}).")]
    private static partial void LogFailure(ILogger logger, string provider, SingleSignOnFailure failure, string? exception, string code, string? error);

    // IDX10223 and the like: a number of the library's own.
    [GeneratedRegex("IDX[0-9]{4,6}", RegexOptions.CultureInvariant)]
    private static partial Regex Code { get; }

    // invalid_client and the like.
    [GeneratedRegex("^[a-z_]{1,40}$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain { get; }
}
