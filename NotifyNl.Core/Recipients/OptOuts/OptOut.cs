using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NotifyNl.Services;

namespace NotifyNl.Recipients;

/// <summary>A number on the <em>afmeldlijst</em> of a service. Only its keyed hash is kept: who is on the list can be asked, not read.</summary>
public sealed class OptOut
{
    public required Guid ServiceId { get; init; }
    public required Guid RecipientKey { get; init; }
    public required DateTimeOffset Since { get; init; }
    public required OptOutReason Reason { get; init; }
}

/// <summary>Why a number gets no messages. A choice and no free text: people would write down whom it concerns.</summary>
public enum OptOutReason : short
{
    Asked = 0,
    WrongNumber = 1,
    Deceased = 2,
    Other = 3,
}

internal sealed class OptOutConfiguration : IEntityTypeConfiguration<OptOut>
{
    public void Configure(EntityTypeBuilder<OptOut> optOut)
    {
        optOut.HasKey(o => new { o.ServiceId, o.RecipientKey });
        optOut.HasOne<Service>().WithMany().HasForeignKey(o => o.ServiceId);
    }
}
