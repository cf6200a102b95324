using System.ComponentModel.DataAnnotations;

namespace NotifyNl.Web.Api.V2;

/// <summary>What the API says that no service can choose. Configuration section <c>Api</c>.</summary>
internal sealed class ApiOptions
{
    /// <summary>Euros for a part of a message within the Netherlands; the wire's name for it still speaks of pounds.</summary>
    [Range(0.0, 10.0)]
    public decimal SmsRate { get; init; } = 0.0227m;
}
