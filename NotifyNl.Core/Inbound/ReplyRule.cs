using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Services;
using NotifyNl.Templates;

namespace NotifyNl.Inbound;

/// <summary>A word by which a citizen's text is answered by itself, with a template that has no fields.</summary>
public sealed class ReplyRule
{
    /// <summary>The word of the rule for whatever no other rule knows.</summary>
    public const string Anything = "*";

    public required Guid Id { get; init; }
    public required Guid ServiceId { get; init; }

    /// <summary>In capitals: how the first word of a text is compared.</summary>
    public required string Keyword { get; init; }

    public required Guid TemplateId { get; init; }
    public Template Template { get; init; } = null!;
}

internal sealed class ReplyRuleConfiguration : IEntityTypeConfiguration<ReplyRule>
{
    public void Configure(EntityTypeBuilder<ReplyRule> rule)
    {
        rule.ToTable("reply_rules");
        rule.Property(r => r.Keyword).HasMaxLength(InboundNumber.MaxKeywordLength);
        rule.HasIndex(r => new { r.ServiceId, r.Keyword }).IsUnique();
        rule.HasOne<Service>().WithMany().HasForeignKey(r => r.ServiceId);
        rule.HasOne(r => r.Template).WithMany().HasForeignKey(r => r.TemplateId);
    }
}
