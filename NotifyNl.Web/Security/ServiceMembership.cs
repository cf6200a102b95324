using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Data;
using NotifyNl.Services;
using NotifyNl.Teams;

namespace NotifyNl.Web.Security;

/// <summary>
/// The one place that decides whether a request may work in the service its address names. Who is not in the team learns nothing, not even that it exists.
/// </summary>
public static class ServiceMembership
{
    public const string RouteKey = "ServiceId";

    /// <summary>The visitor's place in the team of the service in the address; null on pages of no service.</summary>
    public static Member? Membership(this HttpContext http) => http.Items[typeof(Member)] as Member;

    public static Guid UserId(this ClaimsPrincipal user) => Guid.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier)!);

    public static IApplicationBuilder UseServiceMembership(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (http.User.Identity?.IsAuthenticated == true && http.Request.RouteValues.TryGetValue(RouteKey, out var value))
        {
            var member = Guid.TryParse(value as string, out var serviceId) ? await FindAsync(http, serviceId) : null;
            if (member is null)
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            http.Items[typeof(Member)] = member;
            http.RequestServices.GetRequiredService<CurrentService>().Enter(serviceId);
        }

        await next(http);
    });

    private static Task<Member?> FindAsync(HttpContext http, Guid serviceId)
    {
        var userId = http.User.UserId();
        return http.RequestServices.GetRequiredService<NotifyDbContext>().Members.AsNoTracking()
            .Include(m => m.Service).ThenInclude(s => s.Organisation)
            .SingleOrDefaultAsync(m => m.ServiceId == serviceId && m.UserId == userId, http.RequestAborted);
    }
}
