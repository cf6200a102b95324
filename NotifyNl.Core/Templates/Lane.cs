namespace NotifyNl.Templates;

/// <summary>Which queue a message waits in. Urgent is never behind bulk.</summary>
public enum Lane : short
{
    Urgent = 0,
    Normal = 1,
    Bulk = 2,
}
