using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using NotifyNl.Simulator.Control;
using NotifyNl.Simulator.Receipts;

namespace NotifyNl.Simulator.Gateways.Kannel;

/// <summary>
/// Kannel's <c>sendsms</c>: the fields in the query (GET), or in <c>X-Kannel-</c> headers with the text as the body (POST). The answer holds no id.
/// </summary>
/// <remarks>Kannel takes a message first and hears of a refusal later: that comes as a report with 16.</remarks>
internal sealed class KannelProtocol(SimulatorOptions options) : IGatewayProtocol
{
    private const int AtOperatorBit = 8;
    private const int MaxParts = 10;

    public GatewayName Gateway => GatewayName.Kannel;

    public async Task<Submission> ReadAsync(HttpRequest request, GatewayControl control, CancellationToken cancel)
    {
        var fields = new KannelFields(request);
        var password = fields["password"];
        if (fields["username"].Length == 0 || password.Length == 0 || (options.Token is { } known && password != known)
            || control.Behaviour.RequestError is 101 or 103)
            return Refuse(StatusCodes.Status403Forbidden, "Authorization failed for sendsms");
        if (control.Behaviour.RequestError > 0)
            return Refuse(StatusCodes.Status503ServiceUnavailable, "Temporal failure, try again later.");

        var text = await fields.TextAsync(cancel);
        var numbers = fields["to"].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (numbers.Length == 0 || text.Length == 0)
            return Refuse(StatusCodes.Status400BadRequest, "Missing receiver number and/or text, rejected");

        var (carried, parts) = SmsNetwork.Carry(text, fields["coding"] == "2" ? SmsAlphabet.Ucs2 : SmsAlphabet.Gsm, MaxParts);
        var url = fields["dlr-url"];
        return new Submission([.. numbers.Select(number => new JudgedMessage(
            new SmsMessage(Digits(number), fields["from"], carried, Reference(url), parts)
            {
                ReceiptUrl = url,
                OperatorReceipt = (Mask(fields["dlr-mask"]) & AtOperatorBit) != 0,
            }, number, 0, null))]);
    }

    public Answer Write(IReadOnlyList<JudgedMessage> messages) => new(StatusCodes.Status202Accepted, Answer.Text, "0: Accepted for delivery"u8.ToArray());

    public HttpRequestMessage WriteReceipt(Receipt receipt)
    {
        var code = receipt.Status switch
        {
            ReceiptStatus.Delivered => "1",
            ReceiptStatus.AtOperator => "8",
            ReceiptStatus.Refused => "16",
            _ => "2",
        };
        var url = new StringBuilder(receipt.Url)
            .Replace("%d", code)
            .Replace("%A", receipt.Status is ReceiptStatus.Delivered or ReceiptStatus.AtOperator ? "" : "NACK")
            .Replace("%T", receipt.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))
            .Replace("%F", receipt.Reference)
            .ToString();
        return new HttpRequestMessage(HttpMethod.Get, url);
    }

    private static Submission Refuse(int status, string text) =>
        Submission.Refused(new Answer(status, Answer.Text, Encoding.UTF8.GetBytes(text)));

    /// <summary>Kannel knows no reference; the sender's is the <c>id</c> in the address of the report.</summary>
    private static string Reference(string url) =>
        url.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark
        && QueryHelpers.ParseQuery(url[mark..].Replace("%d", "", StringComparison.Ordinal)).TryGetValue("id", out var id) ? id.ToString() : "";

    private static string Digits(string number) => number.TrimStart('+') is var bare && bare.StartsWith("00", StringComparison.Ordinal) ? bare[2..] : bare;

    private static int Mask(string mask) => int.TryParse(mask, CultureInfo.InvariantCulture, out var bits) ? bits : 0;
}

/// <summary>A field of <c>sendsms</c>, wherever it stands: <c>dlr-url</c> is also <c>X-Kannel-DLR-Url</c>.</summary>
internal sealed class KannelFields(HttpRequest request)
{
    public string this[string name] => request.Query.TryGetValue(name, out var value) ? value.ToString() : request.Headers["X-Kannel-" + name].ToString();

    public async Task<string> TextAsync(CancellationToken cancel)
    {
        if (!HttpMethods.IsPost(request.Method))
            return this["text"];
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancel);
    }
}
