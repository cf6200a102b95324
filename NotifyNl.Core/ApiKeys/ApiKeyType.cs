namespace NotifyNl.ApiKeys;

/// <summary>What a key may do. The wire calls <see cref="Live"/> "normal".</summary>
public enum ApiKeyType : short
{
    /// <summary>Sends to everyone; of a service on trial only to its team and guest list.</summary>
    Live = 0,

    /// <summary>Sends only to the team and the guest list (<em>gastenlijst</em>).</summary>
    Team = 1,

    /// <summary>Sends nothing: what becomes of a message is simulated, and no gateway hears of it.</summary>
    Test = 2,
}
