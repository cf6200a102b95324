namespace NotifyNl.Templates;

/// <summary>What happens to letters that the cheap alphabet of sms lacks. A choice of the service.</summary>
public enum AccentMode : short
{
    /// <summary><em>Behoud</em>: names are spelled as people spell them, at the cost of more sms parts.</summary>
    Keep = 0,

    /// <summary><em>Goedkoop</em>: the nearest plain letter.</summary>
    Plain = 1,
}
