using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NotifyNl.ApiKeys;

/// <summary>
/// A call with an <c>Idempotency-Key</c>: a source system that heard no answer may ask again, and gets the first answer instead of a second message.
/// The answer is stored in the commit of its message: there are both, or neither.
/// </summary>
public sealed class IdempotentCall
{
    public required Guid ServiceId { get; init; }
    public required Guid ApiKeyId { get; init; }

    /// <summary>Keyed hash of the header's text.</summary>
    public required Guid CallKey { get; init; }

    /// <summary>Keyed hash of path and body: another body under the same name is a mistake of the caller.</summary>
    public required Guid BodyKey { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Sealed; null while the call runs.</summary>
    public byte[]? Answer { get; init; }
}

internal sealed class IdempotentCallConfiguration : IEntityTypeConfiguration<IdempotentCall>
{
    public void Configure(EntityTypeBuilder<IdempotentCall> call)
    {
        call.ToTable("idempotent_calls").HasKey(c => new { c.ServiceId, c.ApiKeyId, c.CallKey });
        call.HasIndex(c => c.StartedAt);
    }
}
