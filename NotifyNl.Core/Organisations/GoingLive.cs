using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Accounts;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Services;
using NotifyNl.Teams;

namespace NotifyNl.Organisations;

/// <summary>What a service needs before it may ask to go live.</summary>
public sealed record GoLiveChecklist(bool HasSender, bool HasTemplate, int Admins)
{
    public bool HasAdmins => Admins >= TeamEditor.AdminsOfLiveService;

    public bool IsComplete => HasSender && HasTemplate && HasAdmins;
}

/// <summary>The way from trial to live: the team asks, a platform admin decides.</summary>
public sealed class GoingLive(NotifyDbContext db, AuditLog audit, TimeProvider clock)
{
    public async Task<GoLiveChecklist> ChecklistAsync(Guid serviceId, CancellationToken cancel) => new(
        await db.SmsSenders.AnyAsync(s => s.ServiceId == serviceId, cancel),
        await db.Templates.AnyAsync(t => t.ServiceId == serviceId && t.ArchivedAt == null, cancel),
        await AdminsAsync(serviceId, cancel));

    /// <param name="perYear">As typed: dots and spaces may stand between the digits.</param>
    /// <param name="agreed">That the organisation signed the processing agreement.</param>
    /// <returns>Null when the request stands, or what is missing.</returns>
    public async Task<Problem?> AskAsync(Guid serviceId, Guid byUserId, string? perYear, bool agreed, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"select 1 from services where id = {serviceId} for update", cancel);
        var service = await db.Services.SingleAsync(s => s.Id == serviceId, cancel);
        if (service.LiveSince is not null)
            return new Problem("live-already");
        if (service.GoLive is { IsOpen: true })
            return new Problem("live-asked");
        if (!(await ChecklistAsync(serviceId, cancel)).IsComplete)
            return new Problem("live-checklist");
        var digits = string.Concat((perYear ?? "").Where(c => c is not (' ' or '.')));
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var messages) || messages is < 1 or > GoLiveRequest.MaxPerYear)
            return new Problem("live-volume", "PerYear");
        if (!agreed)
            return new Problem("live-agreement", "Agreed");

        service.GoLive = new GoLiveRequest { RequestedAt = clock.GetUtcNow(), RequestedById = byUserId, MessagesPerYear = messages };
        audit.Add(serviceId, byUserId, "go-live-requested", serviceId, changes: [new FieldChange(nameof(GoLiveRequest.MessagesPerYear), null, messages.ToString(CultureInfo.InvariantCulture))]);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return null;
    }

    /// <summary>Lets a service go live, whether it asked or not.</summary>
    /// <returns>Null when the service is live, or what it lacks.</returns>
    public async Task<Problem?> ApproveAsync(Guid organisationId, Guid byUserId, Guid serviceId, CancellationToken cancel)
    {
        var service = await db.Services.SingleOrDefaultAsync(s => s.Id == serviceId && s.OrganisationId == organisationId, cancel);
        if (service is null)
            return new Problem("service-gone");
        if (service.LiveSince is not null)
            return null;
        if (await AdminsAsync(serviceId, cancel) < TeamEditor.AdminsOfLiveService)
            return new Problem("live-needs-admins") { Args = [TeamEditor.AdminsOfLiveService] };
        service.LiveSince = clock.GetUtcNow();
        if (service.GoLive is { IsOpen: true } asked)
            (asked.DecidedAt, asked.DecidedById) = (service.LiveSince, byUserId);
        audit.AddForOrganisation(organisationId, byUserId, "service-live", service.Id, service.Name, [new FieldChange(nameof(Service.LiveSince), null, $"{service.LiveSince:u}")]);
        await db.SaveChangesAsync(cancel);
        return null;
    }

    /// <param name="reason">Goes to who asked, by mail, and stands on the page of the request.</param>
    public async Task<Problem?> RefuseAsync(Guid organisationId, Guid byUserId, Guid serviceId, string? reason, CancellationToken cancel)
    {
        var service = await db.Services.SingleOrDefaultAsync(s => s.Id == serviceId && s.OrganisationId == organisationId, cancel);
        if (service?.GoLive is not { IsOpen: true } asked || service.LiveSince is not null)
            return new Problem("live-not-asked");
        reason = reason?.Trim().ReplaceLineEndings("\n").Replace("\0", "", StringComparison.Ordinal);
        if (string.IsNullOrEmpty(reason))
            return new Problem("refusal-missing", "Reason");
        if (reason.Length > GoLiveRequest.MaxRefusalLength)
            return new Problem("refusal-too-long", "Reason") { Args = [GoLiveRequest.MaxRefusalLength] };
        (asked.DecidedAt, asked.DecidedById, asked.Refusal) = (clock.GetUtcNow(), byUserId, reason);
        audit.AddForOrganisation(organisationId, byUserId, "go-live-refused", service.Id, service.Name);
        await db.SaveChangesAsync(cancel);
        return null;
    }

    /// <summary>Who asked and is still there.</summary>
    public Task<User?> AskerAsync(Service service, CancellationToken cancel)
    {
        var asker = service.GoLive?.RequestedById;
        return db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == asker, cancel);
    }

    private Task<int> AdminsAsync(Guid serviceId, CancellationToken cancel) =>
        db.Members.CountAsync(m => m.ServiceId == serviceId && (m.Permissions & Permissions.ManageService) != 0, cancel);
}
