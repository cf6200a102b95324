namespace NotifyNl.Templates;

/// <summary>How a message travels. Sms is the only one that is built; the others have their place, so that adding them changes no meaning.</summary>
public enum MessageChannel : short
{
    Sms = 0,
    Email = 1,
    Letter = 2,
}
