namespace NotifyNl.Services;

/// <summary>The service that this request works in: taken from the route and checked against the team in one place, before any query.</summary>
public sealed class CurrentService
{
    public Guid? Id { get; private set; }

    /// <exception cref="InvalidOperationException">The request already works in another service.</exception>
    public void Enter(Guid serviceId)
    {
        if (Id is { } entered && entered != serviceId)
            throw new InvalidOperationException("A request works in one service.");
        Id = serviceId;
    }
}
