using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Organisations;
using NotifyNl.Services;
using NotifyNl.Teams;

namespace NotifyNl.Web.Security;

/// <summary>
/// The one place that decides whether a request may work in the service, or the organisation, that its address names.
/// Who is not in the team learns nothing, not even that it exists.
/// </summary>
public static partial class ServiceMembership
{
    public const string RouteKey = "ServiceId";
    public const string OrganisationRouteKey = "OrganisationId";

    /// <summary>
    /// The visitor's place in the team of the service in the address; null on pages of no service.
    /// A platform admin who is not in the team may manage the service, and neither read its messages nor send.
    /// </summary>
    public static Member? Membership(this HttpContext http) => http.Items[typeof(Member)] as Member;

    /// <summary>The organisation in the address, of which the visitor is an admin; null on other pages.</summary>
    public static Organisation? Organisation(this HttpContext http) => http.Items[typeof(Organisation)] as Organisation;

    public static Guid UserId(this ClaimsPrincipal user) => Guid.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier)!);

    public static IApplicationBuilder UseServiceMembership(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (http.User.Identity?.IsAuthenticated != true)
        {
            await next(http);
            return;
        }

        http.RequestServices.GetRequiredService<AuditOrigin>().Address = http.Connection.RemoteIpAddress?.ToString();
        if (await MayEnterAsync(http))
            await next(http);
        else
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        if (http.Response.StatusCode is StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound
            && http.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>() is null)
            LogRefusal(http.RequestServices.GetRequiredService<ILogger<Member>>(), http.User.UserId(), http.Response.StatusCode, http.GetEndpoint()?.DisplayName);
    });

    private static async Task<bool> MayEnterAsync(HttpContext http)
    {
        var db = http.RequestServices.GetRequiredService<NotifyDbContext>();
        var current = http.RequestServices.GetRequiredService<CurrentService>();
        if (http.Request.RouteValues.TryGetValue(RouteKey, out var service))
        {
            if (!Guid.TryParse(service as string, out var id) || await FindAsync(db, id, http) is not { } member)
                return false;
            http.Items[typeof(Member)] = member;
            current.Enter(id);
            if (!await FolderVisibility.ShowsAsync(http, db, member))
                return false;
        }

        if (http.Request.RouteValues.TryGetValue(OrganisationRouteKey, out var organisation))
        {
            if (!Guid.TryParse(organisation as string, out var id) || await FindOrganisationAsync(db, id, http) is not { } found)
                return false;
            http.Items[typeof(Organisation)] = found;
            current.EnterOrganisation(id);
        }

        return true;
    }

    private static async Task<Member?> FindAsync(NotifyDbContext db, Guid serviceId, HttpContext http)
    {
        var userId = http.User.UserId();
        var member = await db.Members.AsNoTracking()
            .Include(m => m.Service).ThenInclude(s => s.Organisation)
            .SingleOrDefaultAsync(m => m.ServiceId == serviceId && m.UserId == userId, http.RequestAborted);
        if (member is not null || !await db.Users.AnyAsync(u => u.Id == userId && u.IsPlatformAdmin, http.RequestAborted))
            return member;
        return await db.Services.AsNoTracking().Include(s => s.Organisation).SingleOrDefaultAsync(s => s.Id == serviceId, http.RequestAborted) is { } service
            ? new Member { ServiceId = serviceId, Service = service, UserId = userId, Permissions = Permissions.ManageService }
            : null;
    }

    private static Task<Organisation?> FindOrganisationAsync(NotifyDbContext db, Guid organisationId, HttpContext http)
    {
        var userId = http.User.UserId();
        return db.Organisations.AsNoTracking().SingleOrDefaultAsync(
            o => o.Id == organisationId
                && (db.OrganisationAdmins.Any(a => a.OrganisationId == o.Id && a.UserId == userId) || db.Users.Any(u => u.Id == userId && u.IsPlatformAdmin)),
            http.RequestAborted);
    }

    // The address itself may hold what is nobody's business; the name of the page does not.
    [LoggerMessage(LogLevel.Warning, "User {User} was refused with {Status} at {Endpoint}.")]
    private static partial void LogRefusal(ILogger logger, Guid user, int status, string? endpoint);
}
