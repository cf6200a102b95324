using System.Net.Http.Headers;
using System.Text.Json;
using NotifyNl.Simulator.Control;
using NotifyNl.Simulator.Receipts;

namespace NotifyNl.Simulator.Gateways.Cm;

/// <summary>CM.com Business Messaging API v1.0: up to a thousand messages a request, a verdict for each.</summary>
internal sealed class CmProtocol(SimulatorOptions options) : IGatewayProtocol
{
    private static readonly MediaTypeHeaderValue Json = MediaTypeHeaderValue.Parse(Answer.Json);

    public GatewayName Gateway => GatewayName.Cm;

    public async Task<Submission> ReadAsync(HttpRequest request, GatewayControl control, CancellationToken cancel)
    {
        CmRequest? body;
        try
        {
            body = await JsonSerializer.DeserializeAsync(request.Body, CmJson.Default.CmRequest, cancel);
        }
        catch (JsonException wrong)
        {
            var array = string.Equals(wrong.Path, "$.messages.msg", StringComparison.OrdinalIgnoreCase);
            return Refuse(array ? CmCodes.InvalidMessageArray : CmCodes.Malformed);
        }

        if (!IsKnown(request.Headers["X-CM-PRODUCTTOKEN"].FirstOrDefault() ?? body?.Messages?.Authentication?.ProductToken))
            return Refuse(CmCodes.AuthenticationFailed);
        if (control.Behaviour.RequestError is > 0 and var error)
            return Refuse(error);
        if (body?.Messages is null)
            return Refuse(CmCodes.Malformed);
        return Judge(body.Messages.Msg, control);
    }

    public Answer Write(IReadOnlyList<JudgedMessage> messages)
    {
        var created = messages.Count(message => message.Accepted);
        var code = created == messages.Count ? CmCodes.Ok : CmCodes.SomeMessagesFailed;
        var status = created == 0 && messages.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
        return new Answer(status, Answer.Json, CmAnswer.Write($"Created {created} message(s)", code, messages));
    }

    public HttpRequestMessage WriteReceipt(Receipt receipt)
    {
        var content = new ByteArrayContent(CmReceipt.Write(receipt));
        content.Headers.ContentType = Json;
        return new HttpRequestMessage(HttpMethod.Post, receipt.Url) { Content = content };
    }

    private static Submission Refuse(int code)
    {
        var status = code == CmCodes.InternalError ? StatusCodes.Status500InternalServerError : StatusCodes.Status400BadRequest;
        return Submission.Refused(new Answer(status, Answer.Json, CmAnswer.Write(CmCodes.Details(code), code, [])));
    }

    private Submission Judge(IReadOnlyList<CmMessage?>? messages, GatewayControl control)
    {
        if (messages is null or [])
            return Refuse(CmCodes.InvalidMessageArray);
        if (control.Behaviour.PoisonText is { Length: > 0 } poison
            && messages.Any(message => message?.Body?.Content?.Contains(poison, StringComparison.Ordinal) == true))
            return Refuse(CmCodes.Malformed);

        var judged = new List<JudgedMessage>(messages.Count);
        foreach (var message in messages)
            foreach (var to in message?.To is null or [] ? [null] : message.To)
                judged.Add(CmChecks.Judge(message, to, control));
        return judged.Count > options.MaxMessagesPerRequest ? Refuse(CmCodes.InvalidMessageArray) : new Submission(judged);
    }

    private bool IsKnown(string? token) => !string.IsNullOrEmpty(token) && (options.Token is null || token == options.Token);
}
