namespace NotifyNl.Web.Resources;

/// <summary>Names the resources of the mails about accounts. Dutch only: a mail is read by somebody whose choice of language is not known.</summary>
public sealed class AccountMailTexts;
