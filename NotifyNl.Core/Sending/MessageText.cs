using NotifyNl.Data;
using NotifyNl.Templates;

namespace NotifyNl.Sending;

/// <summary>The one way from a pinned template and sealed values to the message: for the preview, for the gateway and for the page afterwards.</summary>
public sealed class MessageText(PersonalDataSeal seal)
{
    public SmsText Compose(PinnedTemplate pinned, string content, byte[] personalisation) =>
        Compose(TemplateText.Parse(content), pinned.Prefix, pinned.Accents, pinned.ServiceId, personalisation);

    /// <param name="template">Parsed once for a whole set.</param>
    public SmsText Compose(TemplateText template, string? prefix, AccentMode accents, Guid serviceId, byte[] personalisation) =>
        SmsComposer.Compose(template.Fill(Values.FromJson(seal.OpenBytes(serviceId, personalisation))), prefix, accents);

    /// <summary>How a message reads whose values are hidden: its template, with a word in the place of each.</summary>
    public static SmsText Redacted(PinnedTemplate pinned, string content) => SmsComposer.Compose(TemplateText.Parse(content).Redacted(), pinned.Prefix, pinned.Accents);
}
