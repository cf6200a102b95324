namespace NotifyNl.Web.Resources;

/// <summary>Names the resources of the mails about accounts. Sent in Dutch: how somebody who reads a mail set their browser is not known.</summary>
public sealed class AccountMailTexts;
