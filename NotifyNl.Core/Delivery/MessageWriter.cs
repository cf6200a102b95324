using System.Security.Cryptography;
using System.Text.Json;
using NotifyNl.Data;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Templates;

namespace NotifyNl.Delivery;

/// <summary>Makes the text of a stored message: opens its seals, fills its template, composes as it was previewed.</summary>
public sealed class MessageWriter(PinnedTexts texts, PersonalDataSeal seal)
{
    /// <returns>The message, or null when what is stored cannot be read: then it alone fails, not its neighbours.</returns>
    public async ValueTask<OutgoingSms?> WriteAsync(ClaimedMessage message, CancellationToken cancel)
    {
        try
        {
            if (await texts.FindAsync(message.PinnedTemplateId, cancel) is not { } pinned)
                return null;
            var values = JsonSerializer.Deserialize<string?[]>(seal.Open(message.ServiceId, message.Personalisation)) ?? [];
            if (values.Length != pinned.Template.Placeholders.Count)
                return null;
            var sms = SmsComposer.Compose(pinned.Template.Fill(values), pinned.Prefix, pinned.Accents);
            return new OutgoingSms(message.Id, seal.OpenText(message.ServiceId, message.Recipient), pinned.Sender, sms.Text, sms.Parts);
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }
}
