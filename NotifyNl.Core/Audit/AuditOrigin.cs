namespace NotifyNl.Audit;

/// <summary>From where the person of this request works: the address of their machine as the portal sees it.</summary>
public sealed class AuditOrigin
{
    public string? Address { get; set; }
}
