using System.Buffers;
using NotifyNl.Simulator.Control;

namespace NotifyNl.Simulator.Gateways.Cm;

/// <summary>What CM.com finds of one message.</summary>
internal static class CmChecks
{
    private const string Digits = "0123456789";
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> Digit = SearchValues.Create(Digits);
    private static readonly SearchValues<char> Alphanumeric = SearchValues.Create(Letters + Digits);
    private static readonly SearchValues<char> SenderLetter = SearchValues.Create(Letters + Digits + " .-_&");

    public static JudgedMessage Judge(CmMessage? message, CmTo? to, GatewayControl control)
    {
        var number = to?.Number ?? "";
        var alphabet = "auto".Equals(message?.Body?.Type, StringComparison.OrdinalIgnoreCase) ? SmsAlphabet.Detect : SmsAlphabet.Gsm;
        var (text, parts) = SmsNetwork.Carry(message?.Body?.Content ?? "", alphabet, message?.MaximumNumberOfMessageParts ?? 1);
        var sms = new SmsMessage(number.Length > 2 ? number[2..] : "", message?.From ?? "", text, message?.Reference ?? "", parts);
        var code = Code(message, number, sms, control);
        return new JudgedMessage(sms, number, code, code == CmCodes.Ok ? null : CmCodes.Details(code));
    }

    private static int Code(CmMessage? message, string number, SmsMessage sms, GatewayControl control)
    {
        if (!IsSender(sms.Sender))
            return CmCodes.InvalidFrom;
        if (number.Length == 0)
            return CmCodes.InvalidTo;
        if (!IsNumber(number))
            return CmCodes.InvalidNumber;
        if (string.IsNullOrWhiteSpace(sms.Text))
            return CmCodes.InvalidBody;
        if (!IsReference(sms.Reference) || message?.AllowedChannels is { } channels && !channels.Contains("SMS", StringComparer.OrdinalIgnoreCase))
            return CmCodes.InvalidField;
        return sms.Role == PhoneRole.Refused || control.Refusals.Strikes(control.Behaviour.Refuse) ? control.Behaviour.RefusalCode : CmCodes.Ok;
    }

    /// <summary>Eleven letters and digits, or sixteen digits.</summary>
    private static bool IsSender(ReadOnlySpan<char> sender)
    {
        var digits = sender.TrimStart('+');
        if (!digits.IsEmpty && !digits.ContainsAnyExcept(Digit))
            return digits.Length <= 16;
        return sender.Length is > 0 and <= 11 && !sender.ContainsAnyExcept(SenderLetter);
    }

    /// <summary>00, a country that does not start with 0, at most fifteen digits together (ITU-T E.164).</summary>
    private static bool IsNumber(ReadOnlySpan<char> number) =>
        number.StartsWith("00") && number.Length is >= 10 and <= 17 && number[2] != '0' && !number.ContainsAnyExcept(Digit);

    private static bool IsReference(ReadOnlySpan<char> reference) => reference.Length <= 32 && !reference.ContainsAnyExcept(Alphanumeric);
}
