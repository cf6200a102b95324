using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Services;

namespace NotifyNl.Callbacks;

/// <summary>Where the events of a service go. Address, token and secrets are sealed: whoever reads the database can neither call nor sign.</summary>
public sealed class Callback
{
    public required Guid ServiceId { get; init; }
    public required CallbackKind Kind { get; init; }
    public required byte[] Url { get; set; }

    /// <summary>What we show as <c>Authorization: Bearer</c>; chosen by the receiver.</summary>
    public required byte[] Token { get; set; }

    /// <summary>The key of the signature, made by us.</summary>
    public required byte[] Secret { get; set; }

    /// <summary>Signs as well until <see cref="OldSecretUntil"/>, so that the receiver can change over without a gap.</summary>
    public byte[]? OldSecret { get; set; }

    public DateTimeOffset? OldSecretUntil { get; set; }

    /// <summary>Whether the body is a CloudEvent of the NL GOV profile instead of the model's.</summary>
    public bool CloudEvents { get; set; }

    /// <summary>
    /// When this receiver may have its next turn, by the database's clock. The one that waits longest goes first, and none has two slots at once:
    /// a receiver that is slow or down keeps nobody else waiting.
    /// </summary>
    public DateTimeOffset TurnAt { get; init; } = DateTimeOffset.UnixEpoch;
}

internal sealed class CallbackConfiguration : IEntityTypeConfiguration<Callback>
{
    public void Configure(EntityTypeBuilder<Callback> callback)
    {
        callback.ToTable("callbacks").HasKey(c => new { c.ServiceId, c.Kind });
        callback.HasOne<Service>().WithMany().HasForeignKey(c => c.ServiceId);
    }
}
