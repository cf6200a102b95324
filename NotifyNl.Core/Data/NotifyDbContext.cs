using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Accounts;
using NotifyNl.ApiKeys;
using NotifyNl.Audit;
using NotifyNl.Callbacks;
using NotifyNl.Delivery;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Inbound;
using NotifyNl.Organisations;
using NotifyNl.Receipts;
using NotifyNl.Recipients;
using NotifyNl.Sending;
using NotifyNl.Services;
using NotifyNl.Teams;
using NotifyNl.Templates;
using NotifyNl.Usage;

namespace NotifyNl.Data;

/// <summary>Everything that is stored. Pages query it directly, always by service; row-level security stands behind them.</summary>
public sealed class NotifyDbContext(DbContextOptions<NotifyDbContext> options) : IdentityUserContext<User, Guid>(options), IDataProtectionKeyContext
{
    public DbSet<Organisation> Organisations => Set<Organisation>();
    public DbSet<OrganisationAdmin> OrganisationAdmins => Set<OrganisationAdmin>();
    public DbSet<Service> Services => Set<Service>();
    public DbSet<SmsSender> SmsSenders => Set<SmsSender>();
    public DbSet<Member> Members => Set<Member>();
    public DbSet<Template> Templates => Set<Template>();
    public DbSet<TemplateFolder> TemplateFolders => Set<TemplateFolder>();
    public DbSet<TemplateVersion> TemplateVersions => Set<TemplateVersion>();
    public DbSet<PinnedTemplate> PinnedTemplates => Set<PinnedTemplate>();
    public DbSet<Upload> Uploads => Set<Upload>();
    public DbSet<UploadRow> UploadRows => Set<UploadRow>();
    public DbSet<OptOut> OptOuts => Set<OptOut>();
    public DbSet<Batch> Batches => Set<Batch>();
    public DbSet<Notification> Notifications => Set<Notification>();
    public DbSet<Attempt> Attempts => Set<Attempt>();
    public DbSet<Receipt> Receipts => Set<Receipt>();
    public DbSet<GatewayState> Gateways => Set<GatewayState>();
    public DbSet<GatewayMinute> GatewayMinutes => Set<GatewayMinute>();
    public DbSet<InboundText> InboundTexts => Set<InboundText>();
    public DbSet<InboundNumber> InboundNumbers => Set<InboundNumber>();
    public DbSet<MessageCount> MessageCounts => Set<MessageCount>();
    public DbSet<FailedCall> FailedCalls => Set<FailedCall>();
    public DbSet<ReplyRule> ReplyRules => Set<ReplyRule>();
    public DbSet<Callback> Callbacks => Set<Callback>();
    public DbSet<CallbackEvent> CallbackEvents => Set<CallbackEvent>();
    public DbSet<CallbackCall> CallbackCalls => Set<CallbackCall>();
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();
    public DbSet<Guest> Guests => Set<Guest>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<AccountLink> AccountLinks => Set<AccountLink>();
    public DbSet<Recovery> Recoveries => Set<Recovery>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(NotifyDbContext).Assembly);
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("user_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("user_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("user_tokens");
        builder.Entity<IdentityUserPasskey<Guid>>().ToTable("user_passkeys");
        builder.Entity<Claim>();
        builder.Entity<IdempotentCall>();
        builder.Entity<CallAllowance>();
        builder.Entity<DayAllowance>();
    }
}
