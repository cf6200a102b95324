namespace NotifyNl.Callbacks;

/// <summary>What a callback tells of. A service has at most one address for each.</summary>
public enum CallbackKind : short
{
    /// <summary>A message of the service became final.</summary>
    DeliveryStatus = 0,

    /// <summary>A citizen answered.</summary>
    ReceivedText = 1,
}
