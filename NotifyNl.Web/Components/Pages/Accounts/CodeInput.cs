namespace NotifyNl.Web.Components.Pages.Accounts;

/// <summary>A form with nothing but a security code.</summary>
public sealed class CodeInput
{
    public string? Code { get; set; }
}
