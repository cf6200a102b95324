using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Accounts;
using NotifyNl.Organisations;
using NotifyNl.Templates;

namespace NotifyNl.Services;

/// <summary>A <em>dienst</em>: one task of a public body that sends messages, with its own templates, team and limits.</summary>
public sealed class Service
{
    public const int MaxNameLength = 100;
    public const int MinRetentionDays = 3;
    public const int MaxRetentionDays = 90;
    public const int DefaultRetentionDays = 7;

    public required Guid Id { get; init; }
    public required Guid OrganisationId { get; init; }
    public Organisation Organisation { get; init; } = null!;
    public required string Name { get; set; }

    /// <summary>Every message begins with the name of the service and a colon, so that citizens know who writes.</summary>
    public bool PrefixesName { get; set; } = true;

    public AccentMode Accents { get; set; } = AccentMode.Keep;
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Days that numbers, values, texts and lists stay after they were sent or uploaded; counts stay.</summary>
    public int RetentionDays { get; set; } = DefaultRetentionDays;

    /// <summary>When an admin last looked over who in the team may do what.</summary>
    public DateTimeOffset? AccessReviewedAt { get; set; }

    /// <summary>When its admins were last mailed that it is time for that.</summary>
    public DateTimeOffset? ReviewRemindedAt { get; set; }

    /// <summary>The last time that the service asked to go live, and what became of it; null when it never did.</summary>
    public GoLiveRequest? GoLive { get; set; }

    /// <summary>Null while the service is on trial (<em>proefstand</em>): it reaches its own team and guest list only.</summary>
    public DateTimeOffset? LiveSince { get; set; }

    /// <summary>Put away for good: its keys open nothing and it sends nothing.</summary>
    public DateTimeOffset? ArchivedAt { get; set; }

    /// <summary>Switched off, the API takes no message of this channel.</summary>
    public bool SendsSms { get; set; } = true;

    /// <summary>Whether the API takes numbers of other countries.</summary>
    public bool SendsAbroad { get; set; } = true;

    /// <summary>Whether <c>scheduled_for</c> of an API call is honoured. Off by default: as in the model it is then read and ignored.</summary>
    public bool SchedulesByApi { get; set; }

    /// <summary>API calls a minute of each type of key; null for <see cref="Usage.SendLimits.DefaultPerMinute"/>.</summary>
    public int? CallsPerMinute { get; set; }

    /// <summary>Messages by API a day; null for the default of a live service or of one on trial (<see cref="Usage.SendLimits"/>).</summary>
    public int? SmsPerDay { get; set; }

    /// <summary>Of those, messages to other countries; null for the default.</summary>
    public int? AbroadPerDay { get; set; }

    /// <summary>What stands before every message, or null.</summary>
    public string? Prefix => PrefixesName ? Name : null;
}

internal sealed class ServiceConfiguration : IEntityTypeConfiguration<Service>
{
    public void Configure(EntityTypeBuilder<Service> service)
    {
        service.Property(s => s.Name).HasMaxLength(Service.MaxNameLength);
        service.Property(s => s.RetentionDays).HasDefaultValue(Service.DefaultRetentionDays);
        service.ToTable(table => table.HasCheckConstraint("ck_services_retention", "retention_days between 3 and 90"));
        service.OwnsOne(s => s.GoLive, asked =>
        {
            asked.Property(r => r.Refusal).HasMaxLength(GoLiveRequest.MaxRefusalLength);
            asked.HasOne<User>().WithMany().HasForeignKey(r => r.RequestedById);
            asked.HasOne<User>().WithMany().HasForeignKey(r => r.DecidedById);
        });
        service.HasIndex(s => new { s.OrganisationId, s.Name }).IsUnique();
    }
}
