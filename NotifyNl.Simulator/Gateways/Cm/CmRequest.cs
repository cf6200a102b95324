using System.Text.Json.Serialization;

namespace NotifyNl.Simulator.Gateways.Cm;

// The request of CM.com's Business Messaging API v1.0. Everything is optional here: what is missing is refused message by message.
internal sealed record CmRequest(CmMessages? Messages);

internal sealed record CmMessages(CmAuthentication? Authentication, IReadOnlyList<CmMessage?>? Msg);

internal sealed record CmAuthentication(string? ProductToken);

internal sealed record CmMessage(
    IReadOnlyList<string>? AllowedChannels, string? From, IReadOnlyList<CmTo?>? To, CmBody? Body, string? Reference, int? MaximumNumberOfMessageParts);

internal sealed record CmTo(string? Number);

internal sealed record CmBody(string? Type, string? Content);

[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(CmRequest))]
internal sealed partial class CmJson : JsonSerializerContext;
