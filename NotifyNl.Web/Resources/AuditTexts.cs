namespace NotifyNl.Web.Resources;

/// <summary>The sentences of the <em>logboek</em>: AuditTexts.resx is Dutch, AuditTexts.en.resx English.</summary>
public sealed class AuditTexts;
