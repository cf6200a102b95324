using NotifyNl.Inbound;
using NotifyNl.Receipts;
using NotifyNl.Templates;

namespace NotifyNl.Delivery.Gateways;

/// <summary>A company that brings text messages to telephones.</summary>
public interface ISmsGateway
{
    /// <summary>As in <c>/gateways/{name}/receipts/…</c> and on every message it took.</summary>
    string Name { get; }

    int MessagesPerCall { get; }

    /// <summary>One call, once: it is never repeated in here. Whatever happens is an answer; only what is our own mistake throws.</summary>
    Task<GatewayAnswer> SubmitAsync(IReadOnlyList<OutgoingSms> messages, CancellationToken cancel);

    /// <returns>The receipts in it, or null when it is not one of this gateway's.</returns>
    IReadOnlyList<GatewayReceipt>? ReadReceipts(GatewayNotice notice);

    /// <returns>The text of a citizen in it, or null when it is not one of this gateway's.</returns>
    GatewayText? ReadText(GatewayNotice notice);
}

/// <summary>What a gateway tells us of its own accord: in a body, or in the address.</summary>
/// <param name="Fields">Of the query, and of a form in the body.</param>
public sealed record GatewayNotice(ReadOnlyMemory<byte> Body, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>Empty where it is not there.</summary>
    public string this[string field] => Fields.GetValueOrDefault(field) ?? "";
}

/// <summary>A message as it goes on the wire.</summary>
/// <param name="Number">E.164, for example <c>+31612345678</c>.</param>
public sealed record OutgoingSms(Guid Id, string Number, string Sender, string Text, int Parts)
{
    /// <summary>The 32 digits that come back in receipts.</summary>
    public string Reference => Id.ToString("N");

    /// <summary>How its parts were counted, and so how it must travel.</summary>
    public SmsEncoding Encoding => Text.All(GsmAlphabet.Contains) ? SmsEncoding.Gsm7 : SmsEncoding.Ucs2;

    /// <summary>Never the number or the text: a record is easily logged.</summary>
    public override string ToString() => Reference;
}
