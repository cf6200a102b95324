using Microsoft.Extensions.Logging;
using NotifyNl.Data;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Sending;
using Npgsql;

namespace NotifyNl.Delivery;

/// <summary>Makes what goes on the wire of what is stored.</summary>
public sealed class MessageWriter(PinnedTexts texts, MessageText text, PersonalDataSeal seal, ILogger<MessageWriter> logger)
{
    /// <returns>The message, or null when what is stored cannot be read (a key that is gone, a damaged row): it alone fails, not its neighbours.</returns>
    public async ValueTask<OutgoingSms?> WriteAsync(ClaimedMessage message, CancellationToken cancel)
    {
        try
        {
            if (await texts.FindAsync(message.PinnedTemplateId, cancel) is not { } pinned)
                return null;
            var sms = text.Compose(pinned.Template, pinned.Prefix, pinned.Accents, message.ServiceId, message.Personalisation);
            return new OutgoingSms(message.Id, seal.Open(message.ServiceId, message.Recipient), pinned.Sender, sms.Text, sms.Parts);
        }
        catch (Exception e) when (e is not (NpgsqlException or OperationCanceledException))
        {
            // Its words may hold what could not be read: the kind of failure is enough.
            logger.LogError("Message {Message} cannot be read: {Failure}", message.Id, e.GetType().Name);
            return null;
        }
    }
}
