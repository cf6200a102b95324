using NotifyNl.ApiKeys;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Recipients;
using NotifyNl.Services;
using NotifyNl.Templates;

namespace NotifyNl.Sending;

/// <summary>Judges an order for one text message, in the order of the contract (api-v2, §2.0), and makes the message of it. Stores nothing.</summary>
public sealed class SmsDesk(ApiTemplates templates, PersonalDataSeal seal, PublicAddress address, TimeProvider clock)
{
    private static readonly PhoneNumberReader Numbers = new();

    public async ValueTask<OrderOutcome> AcceptAsync(Caller caller, SmsOrder order, CancellationToken cancel)
    {
        var service = caller.Service;
        if (!service.SendsSms)
            return Refusal.BadRequest("Service is not allowed to send text messages");
        var (template, filled, refusal) = await FillAsync(caller.ServiceId, order, cancel);
        if (refusal is not null)
            return refusal;

        var body = SmsComposer.Compose(filled!.Text, null, service.Accents);
        if (body.IsEmpty)
            return Refusal.BadRequest("Your message is empty.");
        if (order.HasFile)
            return Refusal.BadRequest("Can only send a file by email");

        var sender = caller.Of.DefaultSender;
        if (order.SenderId is { } senderId && !caller.Of.Senders.TryGetValue(senderId, out sender!))
            return Refusal.BadRequest($"sms_sender_id {senderId} does not exist in database for service id {caller.ServiceId}");

        var number = Numbers.Check(order.Number);
        if (CannotReach(caller, number) is { } outOfReach)
            return outOfReach;

        var message = service.Prefix is { } prefix ? SmsComposer.Compose(filled.Text, prefix, service.Accents) : body;
        if (message.IsTooLong)
            return Refusal.BadRequest($"Your message is too long. Text messages cannot be longer than {SmsText.MaxCharacters} characters. Your message is {message.CharactersWithoutPrefix} characters long.");

        var now = Microseconds(clock.GetUtcNow());
        var id = OrderedId.Of(now);
        var scheduledFor = service.SchedulesByApi ? order.ScheduledFor : null;
        if (SimulatedNumbers.IsAnsweredOnly(number.E164!))
            return new(new AcceptedSms(id, null, template!, body.Text, sender, scheduledFor, number.Abroad), null);

        var pin = await templates.PinAsync(service, template!.Template, sender, cancel);
        var typed = order.Number.Trim();
        var made = new NewMessage
        {
            Id = id,
            ServiceId = service.Id,
            PinnedTemplateId = pin,
            Lane = template.Template.Lane,
            Recipient = seal.Seal(service.Id, number.E164!),
            RecipientKey = seal.Key(number.E164!),
            EarlierRecipientKeys = seal.EarlierKeys(number.E164!),
            RecipientAsTyped = typed == number.E164 ? null : seal.Seal(service.Id, typed),
            Personalisation = seal.Seal(service.Id, Values.ToJson(filled.Values)),
            Parts = (short)message.Parts,
            CreatedAt = now,
            Status = scheduledFor is null ? NotificationStatus.Queued : NotificationStatus.Deferred,
            DueAt = scheduledFor,
            ScheduledFor = scheduledFor,
            Reference = order.Reference is { } reference ? seal.Seal(service.Id, reference) : null,
            ReferenceKey = order.Reference is { } key ? ReferenceKey(seal, service.Id, key) : null,
            ApiKeyId = caller.Key.Id,
            KeyType = caller.KeyType,
        };
        if (caller.KeyType == ApiKeyType.Test || (caller.KeyType == ApiKeyType.Team && SimulatedNumbers.Plays(number.E164!)))
            made = Simulated(made, number.E164!);
        return new(new AcceptedSms(id, made, template, body.Text, sender, scheduledFor, number.Abroad), null);
    }

    /// <summary>Never in the queue: no slot sees it, and no gateway hears of it.</summary>
    private static NewMessage Simulated(NewMessage message, string e164) => message with
    {
        BatchId = Batch.OfTestKeys,
        Status = NotificationStatus.Accepted,
        DueAt = SimulatedNumbers.Outcome(e164) is null ? null : (message.ScheduledFor ?? message.CreatedAt) + SimulatedNumbers.Delay(e164),
        Gateway = SimulatedNumbers.GatewayName,
    };

    /// <summary>What is found again by the whole of a reference.</summary>
    public static Guid ReferenceKey(PersonalDataSeal seal, Guid serviceId, string reference) => seal.Key(serviceId, System.Text.Encoding.UTF8.GetBytes(reference));

    /// <summary>The text of the order's template with its values; or what is wrong, in the contract's order.</summary>
    private async ValueTask<(ApiTemplate? Template, FilledText? Filled, Refusal? Refusal)> FillAsync(Guid serviceId, SmsOrder order, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (await templates.FindAsync(serviceId, order.TemplateId) is not { } template)
            return (null, null, Refusal.BadRequest("Template not found"));
        if (template.Template.Channel != MessageChannel.Sms)
            return (null, null, Refusal.BadRequest($"{WireNames.Of(template.Template.Channel)} template is not suitable for sms notification"));
        if (template.Template.ArchivedAt is not null)
            return (null, null, Refusal.BadRequest("Template has been deleted"));
        if (template.Text.Missing(order.Values) is { Count: > 0 } missing)
            return (null, null, Refusal.BadRequest($"Missing personalisation: {string.Join(", ", missing)}"));
        return (template, FilledText.Of(template.Text, order.Values), null);
    }

    private Refusal? CannotReach(Caller caller, PhoneNumberCheck number)
    {
        var anyone = caller.KeyType == ApiKeyType.Test || (caller.KeyType == ApiKeyType.Live && caller.Service.LiveSince is not null);
        if (!anyone && !(number.E164 is { } e164 && (SimulatedNumbers.Plays(e164) || caller.Of.Reachable.Contains(seal.Key(e164)))))
        {
            return Refusal.BadRequest(caller.KeyType == ApiKeyType.Team
                ? "Can’t send to this recipient using a team-only API key"
                : $"Can’t send to this recipient when service is in trial mode – see {address.Of("/proefstand")}");
        }

        if (!number.Valid)
            return new Refusal(400, "InvalidPhoneError", [PhoneNumberReader.WireMessage(number.Problem!)]);
        return number.Abroad && !caller.Service.SendsAbroad && !SimulatedNumbers.Plays(number.E164!) ? Refusal.BadRequest("Cannot send to international mobile numbers") : null;
    }

    /// <summary>As finely as the database keeps it, so that what is answered is what is read later.</summary>
    private static DateTimeOffset Microseconds(DateTimeOffset moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerMicrosecond));
}
