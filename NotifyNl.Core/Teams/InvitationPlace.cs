using NotifyNl.Accounts;
using NotifyNl.Audit;

namespace NotifyNl.Teams;

/// <summary>Where people are invited to: the team of a service, the admins of an organisation, or those of the installation.</summary>
public sealed class InvitationPlace
{
    private InvitationPlace(InvitationKind kind, Guid id) => (Kind, Id) = (kind, id);

    public InvitationKind Kind { get; }

    private Guid Id { get; }

    internal Guid? ServiceId => Kind == InvitationKind.Service ? Id : null;

    internal Guid? OrganisationId => Kind == InvitationKind.Organisation ? Id : null;

    /// <summary>The name of this place for a lock of the database.</summary>
    internal string Key => $"invitations {Kind} {Id}";

    public static InvitationPlace Team(Guid serviceId) => new(InvitationKind.Service, serviceId);

    public static InvitationPlace Organisation(Guid organisationId) => new(InvitationKind.Organisation, organisationId);

    public static InvitationPlace Platform { get; } = new(InvitationKind.Platform, Guid.Empty);

    internal IQueryable<Invitation> In(IQueryable<Invitation> all)
    {
        var (kind, service, organisation) = (Kind, ServiceId, OrganisationId);
        return all.Where(i => i.Kind == kind && i.ServiceId == service && i.OrganisationId == organisation);
    }

    internal void Log(AuditLog audit, Guid byUserId, string action, Guid invitationId, IReadOnlyList<FieldChange>? changes = null)
    {
        if (Kind == InvitationKind.Service)
            audit.Add(Id, byUserId, action, invitationId, changes: changes);
        else if (Kind == InvitationKind.Organisation)
            audit.AddForOrganisation(Id, byUserId, action, invitationId, changes: changes);
        else
            audit.AddForPlatform(byUserId, action, invitationId, changes: changes);
    }
}
