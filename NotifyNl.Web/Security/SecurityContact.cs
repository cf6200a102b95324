using System.Globalization;

namespace NotifyNl.Web.Security;

/// <summary>Where who finds a weakness can tell it (RFC 9116): the address of the installation when one is configured, else the national centre that passes it on.</summary>
internal static class SecurityContact
{
    private const string Fallback = "https://www.ncsc.nl/contact/kwetsbaarheid-melden";

    public static void MapSecurityContact(this IEndpointRouteBuilder routes, IConfiguration configuration, Uri? publicUrl)
    {
        var contact = configuration["SecurityContact"] is { Length: > 0 } own ? own : Fallback;
        routes.MapGet("/.well-known/security.txt", (TimeProvider clock) => Results.Text(
            string.Join('\n', [
                $"Contact: {contact}",
                // Always in the future and never more than two years away, so that it needs no upkeep.
                $"Expires: {new DateTimeOffset(clock.GetUtcNow().Year + 1, 12, 31, 0, 0, 0, TimeSpan.Zero).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}",
                "Preferred-Languages: nl, en",
                .. publicUrl is null ? Array.Empty<string>() : [$"Canonical: {new Uri(publicUrl, "/.well-known/security.txt")}"],
                ""]), "text/plain; charset=utf-8")).AllowAnonymous();
    }
}
