namespace NotifyNl.Web.Resources;

/// <summary>Names the resources of the screens about accounts and signing in.</summary>
public sealed class AccountTexts;
