using System.Net;
using NotifyNl.Services;

namespace NotifyNl.ApiKeys;

/// <summary>A service as a call sees it; at most two seconds old.</summary>
/// <param name="Keys">That work, or were revoked less than a week ago.</param>
/// <param name="Reachable">Keyed hashes of the numbers of team and guest list.</param>
public sealed record CallingService(
    Service Service, IReadOnlyList<KnownKey> Keys, IReadOnlyDictionary<Guid, string> Senders, string DefaultSender, IReadOnlySet<Guid> Reachable);

/// <param name="Secret">The text that signs, in UTF-8.</param>
public sealed record KnownKey(Guid Id, ApiKeyType Type, byte[] Secret, Guid CreatedById, DateTimeOffset? EndsAt, IReadOnlyList<IPNetwork> Networks)
{
    public bool Admits(IPAddress? address) => Networks.Count == 0 || (address is not null && Networks.Any(network => network.Contains(address)));
}

/// <summary>Who calls: proven by a signature.</summary>
public sealed record Caller(CallingService Of, KnownKey Key)
{
    public Service Service => Of.Service;

    public Guid ServiceId => Of.Service.Id;

    public ApiKeyType KeyType => Key.Type;
}
