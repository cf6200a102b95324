using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyNl.ApiKeys;

/// <summary>A call that the API refused, for the developers of the service.</summary>
public sealed class FailedCall
{
    public const int MaxPathLength = 200;
    public const int MaxErrorLength = 60;

    public long Id { get; init; }
    public required Guid ServiceId { get; init; }

    /// <summary>Null when no key was recognised.</summary>
    public Guid? ApiKeyId { get; init; }

    public required DateTimeOffset At { get; init; }
    public required string Method { get; init; }
    public required string Path { get; init; }
    public required short Status { get; init; }

    /// <summary>The class of the error, as on the wire.</summary>
    public required string Error { get; init; }

    /// <summary>Sealed: a message of the wire repeats what was filled in.</summary>
    public required byte[] Message { get; init; }

    /// <summary>What the answer bore as <c>X-Request-Id</c>.</summary>
    public required string RequestId { get; init; }
}

internal sealed class FailedCallConfiguration : IEntityTypeConfiguration<FailedCall>
{
    public void Configure(EntityTypeBuilder<FailedCall> call)
    {
        call.ToTable("failed_calls");
        call.Property(c => c.Id).UseIdentityAlwaysColumn();
        call.Property(c => c.Method).HasMaxLength(10);
        call.Property(c => c.Path).HasMaxLength(FailedCall.MaxPathLength);
        call.Property(c => c.Error).HasMaxLength(FailedCall.MaxErrorLength);
        call.Property(c => c.RequestId).HasMaxLength(100);
        call.HasIndex(c => new { c.ServiceId, c.Id });
        call.HasIndex(c => c.At);
    }
}
