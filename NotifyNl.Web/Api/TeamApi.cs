using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Sending;
using NotifyNl.Services;
using NotifyNl.Teams;
using NotifyNl.Web.Components.Controls;
using NotifyNl.Web.Resources;
using NotifyNl.Web.Security;

namespace NotifyNl.Web.Api;

/// <summary>The team and the logboek as files. Both hold names of colleagues, so each download stands in the logboek.</summary>
internal static class TeamApi
{
    public static readonly Permissions[] Single = [Permissions.View, Permissions.Send, Permissions.ManageTemplates, Permissions.ManageApi, Permissions.ManageService];

    public static void MapTeamApi(this IEndpointRouteBuilder routes)
    {
        var service = routes.MapGroup("/services/{ServiceId:guid}").RequireAuthorization(Policies.ManageService);
        service.MapGet("/team.csv", TeamAsync);
        service.MapGet("/audit.csv", ServiceAuditAsync);
        routes.MapGet("/organisations/{OrganisationId:guid}/audit.csv", OrganisationAuditAsync).RequireAuthorization(Policies.OrganisationAdmin);
        routes.MapGet("/platform/audit.csv", PlatformAuditAsync).RequireAuthorization(Policies.PlatformAdmin);
    }

    private static async Task<IResult> TeamAsync(Guid serviceId, HttpContext http, NotifyDbContext db, AuditLog audit, IStringLocalizer<Texts> texts, CancellationToken cancel)
    {
        var members = await db.Members.AsNoTracking().Include(m => m.User).Where(m => m.ServiceId == serviceId).OrderBy(m => m.User.Name).ToListAsync(cancel);
        audit.Add(serviceId, http.User.UserId(), "team-downloaded");
        await db.SaveChangesAsync(cancel);
        string[] heading = [texts["Name"], texts["Email"], .. Single.Select(p => texts["Permission." + p].Value), texts["LastSignIn"]];
        return File("team.csv", [heading, .. members.Select(m => (string?[])[m.User.Name, m.User.Email, .. Single.Select(p => m.May(p) ? "ja" : "nee"), m.User.LastSignInAt?.ShownShort()])]);
    }

    private static async Task<IResult> ServiceAuditAsync(
        Guid serviceId, Guid? wie, string? wat, DateOnly? van, DateOnly? tot, HttpContext http, NotifyDbContext db, AuditLog audit, AuditWords words, CancellationToken cancel)
    {
        audit.Add(serviceId, http.User.UserId(), "audit-downloaded");
        await db.SaveChangesAsync(cancel);
        return await AuditAsync(new AuditSearch(wie, wat, van, tot).In(db.AuditEntries.Where(e => e.ServiceId == serviceId)), words, cancel);
    }

    private static async Task<IResult> OrganisationAuditAsync(
        Guid organisationId, Guid? wie, string? wat, DateOnly? van, DateOnly? tot, HttpContext http, NotifyDbContext db, AuditLog audit, AuditWords words, CancellationToken cancel)
    {
        audit.AddForOrganisation(organisationId, http.User.UserId(), "audit-downloaded");
        await db.SaveChangesAsync(cancel);
        return await AuditAsync(new AuditSearch(wie, wat, van, tot).In(db.AuditEntries.Where(e => e.OrganisationId == organisationId)), words, cancel);
    }

    private static async Task<IResult> PlatformAuditAsync(
        Guid? wie, string? wat, DateOnly? van, DateOnly? tot, HttpContext http, NotifyDbContext db, CurrentService current, AuditLog audit, AuditWords words, CancellationToken cancel)
    {
        current.EnterOrganisation(AuditLog.Platform);
        audit.AddForPlatform(http.User.UserId(), "audit-downloaded");
        await db.SaveChangesAsync(cancel);
        return await AuditAsync(new AuditSearch(wie, wat, van, tot).In(db.AuditEntries.Where(e => e.OrganisationId == AuditLog.Platform)), words, cancel);
    }

    private static async Task<IResult> AuditAsync(IQueryable<AuditEntry> entries, AuditWords words, CancellationToken cancel)
    {
        var found = await entries.Take(AuditSearch.MaxExported).ToListAsync(cancel);
        return File("logboek.csv", [words.Heading, .. found.Select(e => (string?[])[e.At.ToString("u"), words.Who(e), words.What(e), words.Changes(e), e.Address, $"{e.ServiceId}", $"{e.SubjectId}", $"{e.Id}"])]);
    }

    private static IResult File(string name, IEnumerable<string?[]> lines) =>
        Results.Stream(
            async file =>
            {
                await using var csv = new OfficeCsv(file);
                foreach (var line in lines)
                    await csv.WriteAsync(line, CancellationToken.None);
            },
            "text/csv; charset=utf-8", name);
}
