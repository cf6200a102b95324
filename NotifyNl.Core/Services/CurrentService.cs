namespace NotifyNl.Services;

/// <summary>The service that this request works in, or the organisation: taken from the route and checked against the team in one place, before any query.</summary>
public sealed class CurrentService
{
    public Guid? Id { get; private set; }

    /// <summary>Set on the pages of an organisation: its logboek and its counters may be read.</summary>
    public Guid? OrganisationId { get; private set; }

    /// <exception cref="InvalidOperationException">The request already works in another service.</exception>
    public void Enter(Guid serviceId)
    {
        if (Id is { } entered && entered != serviceId)
            throw new InvalidOperationException("A request works in one service.");
        Id = serviceId;
    }

    /// <exception cref="InvalidOperationException">The request already works in another organisation.</exception>
    public void EnterOrganisation(Guid organisationId)
    {
        if (OrganisationId is { } entered && entered != organisationId)
            throw new InvalidOperationException("A request works in one organisation.");
        OrganisationId = organisationId;
    }
}
