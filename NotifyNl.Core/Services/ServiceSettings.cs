using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Templates;

namespace NotifyNl.Services;

/// <summary>What a team admin may change about a service.</summary>
public sealed class ServiceSettings(NotifyDbContext db, AuditLog audit, TimeProvider clock)
{
    public async Task<Problem?> ChangeAsync(Guid serviceId, Guid userId, string name, bool prefixesName, AccentMode accents, CancellationToken cancel)
    {
        name = name.Trim();
        if (name.Length == 0)
            return new Problem("service-name-missing", nameof(Service.Name));
        if (name.Length > Service.MaxNameLength)
            return new Problem("service-name-too-long", nameof(Service.Name)) { Args = [Service.MaxNameLength] };
        if (PlainName.HasAddress(name))
            return new Problem("organisation-name-with-address", nameof(Service.Name));

        var service = await db.Services.SingleAsync(s => s.Id == serviceId, cancel);
        (service.Name, service.PrefixesName, service.Accents) = (name, prefixesName, accents);
        if (db.Entry(service).State == EntityState.Modified)
            audit.Add(serviceId, userId, "settings-changed", changes: FieldChange.Of(db.Entry(service)));
        await db.SaveChangesAsync(cancel);
        return null;
    }

    /// <param name="days">3–90; what is older goes at the next round of the retention.</param>
    public async Task<Problem?> ChangeRetentionAsync(Guid serviceId, Guid userId, int? days, CancellationToken cancel)
    {
        if (days is not (>= Service.MinRetentionDays and <= Service.MaxRetentionDays))
            return new Problem("retention-range", "Days") { Args = [Service.MinRetentionDays, Service.MaxRetentionDays] };

        var service = await db.Services.SingleAsync(s => s.Id == serviceId, cancel);
        service.RetentionDays = days.Value;
        if (db.Entry(service).State == EntityState.Modified)
            audit.Add(serviceId, userId, "settings-changed", changes: FieldChange.Of(db.Entry(service)));
        await db.SaveChangesAsync(cancel);
        return null;
    }

    public async Task<Problem?> AddSenderAsync(Guid serviceId, Guid userId, string name, CancellationToken cancel)
    {
        name = name.Trim();
        if (name.Length is < SmsSender.MinLength or > SmsSender.MaxLength)
            return new Problem("sender-length", "Sender");
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c == ' ') || !name.Any(char.IsAsciiLetter))
            return new Problem("sender-characters", "Sender");
        if (await db.SmsSenders.AnyAsync(s => s.ServiceId == serviceId && s.Name == name, cancel))
            return new Problem("sender-taken", "Sender");

        var isFirst = !await db.SmsSenders.AnyAsync(s => s.ServiceId == serviceId, cancel);
        db.Add(new SmsSender { Id = Guid.CreateVersion7(clock.GetUtcNow()), ServiceId = serviceId, Name = name, IsDefault = isFirst });
        audit.Add(serviceId, userId, "sender-added", subject: name);
        await db.SaveChangesAsync(cancel);
        return null;
    }
}
