using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyNl.Callbacks;

/// <summary>A call as it went, for the page that shows the last ones. No body: that would be personal data once more.</summary>
public sealed class CallbackCall
{
    public long Id { get; init; }
    public required Guid ServiceId { get; init; }
    public required CallbackKind Kind { get; init; }
    public required Guid EventId { get; init; }

    /// <summary>The message or received text; null for a test.</summary>
    public Guid? SubjectId { get; init; }

    public required short Attempt { get; init; }
    public required DateTimeOffset At { get; init; }
    public required int DurationMs { get; init; }

    /// <summary>Of the answer; null where there was none.</summary>
    public short? HttpStatus { get; init; }

    public required string Result { get; init; }
}

internal sealed class CallbackCallConfiguration : IEntityTypeConfiguration<CallbackCall>
{
    public void Configure(EntityTypeBuilder<CallbackCall> call)
    {
        call.ToTable("callback_calls");
        call.Property(c => c.Id).UseIdentityAlwaysColumn();
        call.Property(c => c.Result).HasMaxLength(CallbackAnswer.MaxResultLength);
        call.HasIndex(c => new { c.ServiceId, c.Kind, c.Id });
        call.HasIndex(c => c.At);
    }
}
