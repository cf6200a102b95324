using System.ComponentModel.DataAnnotations;

namespace NotifyNl.Delivery;

/// <summary>How text messages leave the building. Configuration section <c>Delivery</c>.</summary>
public sealed class DeliveryOptions
{
    /// <summary>Slots of this node. The first serves urgent messages only, so that they never wait behind a bulk set.</summary>
    [Range(2, 32, ErrorMessage = "Delivery:Slots must lie between 2 and 32: the first slot serves urgent messages only.")]
    public int Slots { get; init; } = 3;

    /// <summary>Calls of one slot that are under way at a time. More of them starve the receipts: KNOWN figures in <see cref="DeliveryQueue"/>.</summary>
    [Range(1, 64, ErrorMessage = "Delivery:SetsInFlight must lie between 1 and 64.")]
    public int SetsInFlight { get; init; } = 2;

    /// <summary>Messages that a slot takes at a time.</summary>
    [Range(1, 500, ErrorMessage = "Delivery:ClaimSize must lie between 1 and 500.")]
    public int ClaimSize { get; init; } = 500;

    /// <summary>How long a claim holds, by the database's clock, after each sign of life.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:30", ErrorMessage = "Delivery:Lease must lie between 1 and 30 seconds.")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a receipt may take to settle what became of an unanswered message.</summary>
    public TimeSpan ReceiptWindow { get; init; } = TimeSpan.FromMinutes(15);

    public TimeSpan UrgentReceiptWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a message that provably never left is tried again; a later message would only confuse.</summary>
    public TimeSpan Horizon { get; init; } = TimeSpan.FromHours(24);

    public TimeSpan UrgentHorizon { get; init; } = TimeSpan.FromHours(1);

    /// <summary>What a message that was handed back waits the first time; each further time twice as long, up to the longest.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00", ErrorMessage = "Delivery:FirstRetry must lie between 0.1 second and 10 minutes.")]
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(2);

    [Range(typeof(TimeSpan), "00:00:01", "06:00:00", ErrorMessage = "Delivery:LongestRetry must lie between 1 second and 6 hours.")]
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromMinutes(10);

    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "Delivery:UrgentLongestRetry must lie between 1 second and 10 minutes.")]
    public TimeSpan UrgentLongestRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a gateway that took a message may stay silent: networks try for up to 72 hours.</summary>
    public TimeSpan ReceiptPatience { get; init; } = TimeSpan.FromHours(72);
}
