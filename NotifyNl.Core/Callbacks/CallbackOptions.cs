using System.ComponentModel.DataAnnotations;
using System.Net;

namespace NotifyNl.Callbacks;

/// <summary>How events reach the systems of a service. Configuration section <c>Callbacks</c>.</summary>
public sealed class CallbackOptions
{
    /// <summary>
    /// Networks, as <c>10.20.0.0/16</c>, that may be called although they are not of the public internet: receivers on Diginetwerk, or tests.
    /// Empty in the ordinary case; the <em>logboek</em> of every service shows them.
    /// </summary>
    public string[] AllowedNetworks { get; init; } = [];

    /// <summary>Who tells it, in a CloudEvent: the NL GOV profile asks for a URN with the organisation's number, as <c>urn:nld:oin:00000001234567890000:systeem:notify-nl</c>.</summary>
    [Required]
    public string EventSource { get; init; } = "urn:nld:notify-nl";

    /// <summary>From resolving the name to the last byte of the answer's head.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:10", ErrorMessage = "Callbacks:Timeout must lie between 0.1 and 10 seconds: a claim ends after 30.")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait before a call is repeated; the model's.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Calls before we give up; the model's one and five repeats.</summary>
    [Range(1, 100, ErrorMessage = "Callbacks:Attempts must lie between 1 and 100.")]
    public int Attempts { get; init; } = 6;

    /// <summary>Receivers that this node calls at a time.</summary>
    [Range(1, 32, ErrorMessage = "Callbacks:Slots must lie between 1 and 32.")]
    public int Slots { get; init; } = 4;

    /// <summary>Calls to one receiver at a time: enough for a thousand a second, and no flood.</summary>
    [Range(1, 64, ErrorMessage = "Callbacks:CallsInFlight must lie between 1 and 64.")]
    public int CallsInFlight { get; init; } = 16;

    /// <summary>How long a claim holds, by the database's clock. Longer than any call.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ErrorMessage = "Callbacks:Lease must lie between 1 and 60 seconds.")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long calls and what could not be delivered stay on the page.</summary>
    public TimeSpan Kept { get; init; } = TimeSpan.FromDays(7);

    internal bool NetworksAreReadable() => AllowedNetworks.All(n => IPNetwork.TryParse(n, out _));
}
