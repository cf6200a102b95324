using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyNl.ApiKeys;
using NotifyNl.Data;
using NotifyNl.Services;
using NotifyNl.Templates;

namespace NotifyNl.Sending;

/// <summary>A template as the API sees it, read once.</summary>
public sealed record ApiTemplate(Template Template, TemplateText Text);

/// <summary>The templates that calls name, parsed and at most two seconds old; and their pins, which never change.</summary>
public sealed class ApiTemplates
{
    private const int MostPins = 10_000;

    private readonly ShortMemory<(Guid ServiceId, Guid TemplateId), ApiTemplate?> templates;
    private readonly ConcurrentDictionary<(Guid TemplateId, int Version, string Sender, string? Prefix, AccentMode Accents), Guid> pins = new();
    private readonly IServiceScopeFactory scopes;
    private readonly TimeProvider clock;

    public ApiTemplates(IServiceScopeFactory scopes, TimeProvider clock)
    {
        (this.scopes, this.clock) = (scopes, clock);
        templates = new(clock, LoadAsync);
    }

    /// <returns>Null where the service has no such template; archived ones are found.</returns>
    public Task<ApiTemplate?> FindAsync(Guid serviceId, Guid templateId) => templates.FindAsync((serviceId, templateId));

    /// <summary>What a message points at, so that it can be read as it was sent.</summary>
    public async ValueTask<Guid> PinAsync(Service service, Template template, string sender, CancellationToken cancel)
    {
        var key = (template.Id, template.Version, sender, service.Prefix, service.Accents);
        if (pins.TryGetValue(key, out var known))
            return known;

        await using var scope = Scope(service.Id, out var db);
        var pin = await UploadStore.PinAsync(db, service, template, sender, Guid.CreateVersion7(clock.GetUtcNow()), cancel);
        if (pins.Count >= MostPins)
            pins.Clear();
        return pins[key] = pin;
    }

    private async Task<ApiTemplate?> LoadAsync((Guid ServiceId, Guid TemplateId) key)
    {
        await using var scope = Scope(key.ServiceId, out var db);
        return await db.Templates.AsNoTracking().SingleOrDefaultAsync(t => t.Id == key.TemplateId && t.ServiceId == key.ServiceId) is { } template
            ? new ApiTemplate(template, TemplateText.Parse(template.Content))
            : null;
    }

    private AsyncServiceScope Scope(Guid serviceId, out NotifyDbContext db)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentService>().Enter(serviceId);
        db = scope.ServiceProvider.GetRequiredService<NotifyDbContext>();
        return scope;
    }
}
