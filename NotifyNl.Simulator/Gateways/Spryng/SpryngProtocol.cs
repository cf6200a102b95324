using System.Text.Json;
using System.Text.Json.Serialization;
using NotifyNl.Simulator.Control;
using NotifyNl.Simulator.Receipts;

namespace NotifyNl.Simulator.Gateways.Spryng;

/// <summary>Spryng's REST API v1: one text a request, for one or more recipients; all are taken or none.</summary>
internal sealed class SpryngProtocol(SimulatorOptions options) : IGatewayProtocol
{
    private const string Bearer = "Bearer ";
    private const int MaxParts = 10;

    public GatewayName Gateway => GatewayName.Spryng;

    public async Task<Submission> ReadAsync(HttpRequest request, GatewayControl control, CancellationToken cancel)
    {
        var token = request.Headers.Authorization.ToString();
        if (!token.StartsWith(Bearer, StringComparison.Ordinal) || (options.Token is { } known && token[Bearer.Length..] != known))
            return Refuse(StatusCodes.Status401Unauthorized, "Unauthenticated.");
        if (control.Behaviour.RequestError is > 0 and var error)
            return Refuse(StatusOf(error), "Refused.");

        SpryngRequest? body;
        try
        {
            body = await JsonSerializer.DeserializeAsync(request.Body, SpryngJson.Default.SpryngRequest, cancel);
        }
        catch (JsonException)
        {
            return Refuse(StatusCodes.Status422UnprocessableEntity, "The given data was invalid.");
        }

        var messages = Judge(body, control);
        var refused = messages.Count == 0 || messages.Any(message => !message.Accepted);
        return refused
            ? Refuse(StatusCodes.Status422UnprocessableEntity, "The given data was invalid.") with { Messages = messages }
            : new Submission(messages);
    }

    public Answer Write(IReadOnlyList<JudgedMessage> messages)
    {
        var first = messages.Count > 0 ? messages[0].Message : null;
        var now = DateTimeOffset.UtcNow;
        var id = Guid.NewGuid();
        var answer = new SpryngAnswer(
            id, "auto", first?.Sender, first?.Text, first?.Reference, messages.Sum(message => message.Message.Parts), now, null, now, now,
            new SpryngLinks($"/spryng/v1/messages/{id}"));
        return new Answer(StatusCodes.Status200OK, Answer.Json, JsonSerializer.SerializeToUtf8Bytes(answer, SpryngJson.Default.SpryngAnswer));
    }

    public HttpRequestMessage WriteReceipt(Receipt receipt)
    {
        var (status, reason) = receipt.Status switch
        {
            ReceiptStatus.Delivered => (10, 0),
            ReceiptStatus.AtOperator => (30, 0),
            ReceiptStatus.FailedForNow => (20, 20),
            _ => (20, 21),
        };
        var mark = receipt.Url.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var query = $"{mark}STATUS={status}&REASONCODE={reason}&REFERENCE={Uri.EscapeDataString(receipt.Reference)}";
        return new HttpRequestMessage(HttpMethod.Get, receipt.Url + query);
    }

    private static List<JudgedMessage> Judge(SpryngRequest? body, GatewayControl control)
    {
        var alphabet = body?.Encoding switch
        {
            "unicode" => SmsAlphabet.Ucs2,
            "plain" => SmsAlphabet.Gsm,
            _ => SmsAlphabet.Detect,
        };
        var (text, parts) = SmsNetwork.Carry(body?.Body ?? "", alphabet, MaxParts);
        var whole = body is { Originator.Length: > 0, Body.Length: > 0 };
        return [.. (body?.Recipients ?? []).Select(number =>
        {
            var sms = new SmsMessage(number ?? "", body?.Originator ?? "", text, body?.Reference ?? "", parts);
            var fine = whole && IsNumber(sms.Number) && sms.Role != PhoneRole.Refused && !control.Refusals.Strikes(control.Behaviour.Refuse);
            return new JudgedMessage(sms, sms.Number, fine ? 0 : StatusCodes.Status422UnprocessableEntity, null);
        })];
    }

    private static bool IsNumber(string number) => number.Length is >= 8 and <= 15 && number[0] != '0' && number.All(char.IsAsciiDigit);

    private static int StatusOf(int error) => error switch
    {
        101 or 103 => StatusCodes.Status401Unauthorized,
        102 => StatusCodes.Status402PaymentRequired,
        500 => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    /// <remarks>Spryng does not publish the body of its errors; this is the shape of the framework it uses.</remarks>
    private static Submission Refuse(int status, string message) =>
        Submission.Refused(new Answer(status, Answer.Json, JsonSerializer.SerializeToUtf8Bytes(new SpryngError(message), SpryngJson.Default.SpryngError)));
}

internal sealed record SpryngRequest(string? Originator, IReadOnlyList<string?>? Recipients, string? Body, string? Reference, string? Encoding);

internal sealed record SpryngAnswer(
    Guid Id, string Encoding, string? Originator, string? Body, string? Reference, decimal Credits,
    DateTimeOffset ScheduledAt, DateTimeOffset? CanceledAt, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, SpryngLinks Links);

internal sealed record SpryngLinks(string Self);

internal sealed record SpryngError(string Message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SpryngRequest))]
[JsonSerializable(typeof(SpryngAnswer))]
[JsonSerializable(typeof(SpryngError))]
internal sealed partial class SpryngJson : JsonSerializerContext;
