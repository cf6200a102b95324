using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NotifyNl.Audit;
using NotifyNl.Data;
using NotifyNl.Organisations;
using NotifyNl.Services;
using NotifyNl.Teams;

namespace NotifyNl.Accounts;

/// <summary>
/// Gives what the claims of a sign-in give, and takes away what they gave before and give no more. What a provider once gave is remembered beside the account:
/// a place that a team gave by hand, and no claim ever did, is left alone.
/// </summary>
public sealed partial class ProviderGrants(IServiceScopeFactory scopes, NotifyDbContext db, AuditOrigin origin, ILogger<ProviderGrants> logger)
{
    private const string ClaimPrefix = "sso:";

    private enum Kind
    {
        Platform,
        Organisation,
        Service,
    }

    private readonly record struct Target(Kind Kind, Guid Id)
    {
        public override string ToString() => $"{Kind}:{Id}";

        public static Target Parse(string text) => new(Enum.Parse<Kind>(text.Split(':')[0]), Guid.Parse(text.Split(':')[1]));
    }

    public async Task ApplyAsync(Guid userId, ProviderIdentity identity, IReadOnlyList<ProviderRule> rules, CancellationToken cancel)
    {
        var wanted = await TargetsAsync(rules, cancel);
        var remembered = await db.UserClaims.Where(c => c.UserId == userId && c.ClaimType == ClaimPrefix + identity.Issuer).Select(c => c.ClaimValue!).ToListAsync(cancel);
        var before = remembered.Select(Target.Parse).ToHashSet();
        var held = await HeldAsync(userId, cancel);
        foreach (var target in before.Except(wanted.Keys))
            await InAsync(target, userId, identity, null, cancel);
        // Most sign-ins change nothing, also of who has a place in each service of an organisation.
        foreach (var (target, permissions) in wanted.Where(w => !before.Contains(w.Key) || !held.TryGetValue(w.Key, out var has) || has != w.Value))
            await InAsync(target, userId, identity, permissions, cancel);
    }

    private async Task<Dictionary<Target, Permissions>> HeldAsync(Guid userId, CancellationToken cancel)
    {
        var held = await db.Members.AsNoTracking().Where(m => m.UserId == userId).ToDictionaryAsync(m => new Target(Kind.Service, m.ServiceId), m => m.Permissions, cancel);
        foreach (var organisation in await db.OrganisationAdmins.Where(a => a.UserId == userId).Select(a => a.OrganisationId).ToListAsync(cancel))
            held[new Target(Kind.Organisation, organisation)] = Permissions.None;
        if (await db.Users.AnyAsync(u => u.Id == userId && u.IsPlatformAdmin, cancel))
            held[new Target(Kind.Platform, Guid.Empty)] = Permissions.None;
        return held;
    }

    private async Task<Dictionary<Target, Permissions>> TargetsAsync(IReadOnlyList<ProviderRule> rules, CancellationToken cancel)
    {
        var targets = new Dictionary<Target, Permissions>();
        foreach (var rule in rules.Where(r => r.Role != ProviderRole.Access))
        {
            var found = await TargetsAsync(rule, cancel);
            if (found.Count == 0)
                LogNothingThere(logger, rule.Claim, rule.Value);
            foreach (var target in found)
                targets[target] = targets.GetValueOrDefault(target) | rule.Permissions;
        }

        return targets;
    }

    private async Task<List<Target>> TargetsAsync(ProviderRule rule, CancellationToken cancel)
    {
        if (rule.Role == ProviderRole.PlatformAdmin)
            return [new Target(Kind.Platform, Guid.Empty)];
        var id = Guid.TryParse(rule.Organisation, out var given) ? given : Guid.Empty;
        var organisation = await db.Organisations.Where(o => o.Id == id || o.Name == rule.Organisation).Select(o => (Guid?)o.Id).SingleOrDefaultAsync(cancel);
        if (organisation is null)
            return [];
        if (rule.Role == ProviderRole.OrganisationAdmin)
            return [new Target(Kind.Organisation, organisation.Value)];
        id = Guid.TryParse(rule.Service, out given) ? given : Guid.Empty;
        var services = await db.Services.Where(s => s.OrganisationId == organisation && (rule.Service == null || s.Id == id || s.Name == rule.Service)).Select(s => s.Id).ToListAsync(cancel);
        return [.. services.Select(service => new Target(Kind.Service, service))];
    }

    /// <param name="permissions">Null to take away.</param>
    private async Task InAsync(Target target, Guid userId, ProviderIdentity identity, Permissions? permissions, CancellationToken cancel)
    {
        // The logboek of each service and organisation is behind a lock of its own: a scope for each.
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<AuditOrigin>().Address = origin.Address;
        if (target.Kind == Kind.Service)
            services.GetRequiredService<CurrentService>().Enter(target.Id);
        else if (target.Kind == Kind.Organisation)
            services.GetRequiredService<CurrentService>().EnterOrganisation(target.Id);
        var (inner, audit) = (services.GetRequiredService<NotifyDbContext>(), services.GetRequiredService<AuditLog>());

        await using var transaction = await inner.Database.BeginTransactionAsync(cancel);
        // Two browsers of one person at once: the second waits, and finds it done.
        await inner.Database.ExecuteSqlAsync($"select 1 from users where id = {userId} for update", cancel);
        var memories = await inner.UserClaims.Where(c => c.UserId == userId && c.ClaimType!.StartsWith(ClaimPrefix) && c.ClaimValue == target.ToString()).ToListAsync(cancel);
        var own = memories.SingleOrDefault(m => m.ClaimType == ClaimPrefix + identity.Issuer);
        if (permissions is { } given)
        {
            await GiveAsync(inner, audit, target, userId, given, identity.ProviderName, cancel);
            if (own is null)
                inner.Add(new IdentityUserClaim<Guid> { UserId = userId, ClaimType = ClaimPrefix + identity.Issuer, ClaimValue = target.ToString() });
        }
        else if (own is not null)
        {
            inner.Remove(own);
            // What another provider gives as well is for that one to take.
            if (memories.Count == 1)
                await TakeAsync(inner, audit, target, userId, identity.ProviderName, cancel);
        }

        await inner.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private static async Task GiveAsync(NotifyDbContext db, AuditLog audit, Target target, Guid userId, Permissions permissions, string provider, CancellationToken cancel)
    {
        switch (target.Kind)
        {
            case Kind.Platform:
                var user = await db.Users.SingleAsync(u => u.Id == userId, cancel);
                if (!user.IsPlatformAdmin)
                    audit.AddForPlatform(userId, "sso-platform-admin-given", userId, provider);
                user.IsPlatformAdmin = true;
                break;
            case Kind.Organisation:
                if (await db.OrganisationAdmins.AnyAsync(a => a.OrganisationId == target.Id && a.UserId == userId, cancel))
                    break;
                db.Add(new OrganisationAdmin { OrganisationId = target.Id, UserId = userId });
                audit.AddForOrganisation(target.Id, userId, "sso-organisation-admin-given", userId, provider);
                break;
            case Kind.Service:
                var member = await db.Members.SingleOrDefaultAsync(m => m.ServiceId == target.Id && m.UserId == userId, cancel);
                if (member?.Permissions == permissions)
                    break;
                audit.Add(target.Id, userId, "sso-member-given", userId, provider, [new FieldChange(nameof(Member.Permissions), member?.Permissions.ToString(), permissions.ToString())]);
                if (member is null)
                    db.Add(new Member { ServiceId = target.Id, UserId = userId, Permissions = permissions });
                else
                    member.Permissions = permissions;
                break;
        }
    }

    private static async Task TakeAsync(NotifyDbContext db, AuditLog audit, Target target, Guid userId, string provider, CancellationToken cancel)
    {
        switch (target.Kind)
        {
            case Kind.Platform:
                var user = await db.Users.SingleAsync(u => u.Id == userId, cancel);
                if (user.IsPlatformAdmin)
                    audit.AddForPlatform(userId, "sso-platform-admin-taken", userId, provider);
                user.IsPlatformAdmin = false;
                break;
            case Kind.Organisation when await db.OrganisationAdmins.SingleOrDefaultAsync(a => a.OrganisationId == target.Id && a.UserId == userId, cancel) is { } admin:
                db.Remove(admin);
                audit.AddForOrganisation(target.Id, userId, "sso-organisation-admin-taken", userId, provider);
                break;
            // Also of the last admins of a live service: who left must not stay in because nobody else is there. The platform can invite another.
            case Kind.Service when await db.Members.SingleOrDefaultAsync(m => m.ServiceId == target.Id && m.UserId == userId, cancel) is { } member:
                db.Remove(member);
                audit.Add(target.Id, userId, "sso-member-taken", userId, provider, [new FieldChange(nameof(Member.Permissions), member.Permissions.ToString())]);
                break;
        }
    }

    // Names from the configuration, not of a person.
    [LoggerMessage(LogLevel.Warning, "A rule of single sign-on ({Claim} = {Value}) names an organisation or service that does not exist; it gives nothing.")]
    private static partial void LogNothingThere(ILogger logger, string claim, string value);
}
