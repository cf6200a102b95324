using System.Diagnostics.Metrics;
using NotifyNl.Delivery;
using Npgsql;

namespace NotifyNl.Web.Observability;

/// <summary>What is measured by looking, not by counting: the queue every fifteen seconds, the gateways of this node when asked.</summary>
internal sealed class DeliveryGauges(QueueWatch watch, GatewayLines lines, ILogger<DeliveryGauges> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private volatile QueueFigures queue = QueueFigures.None;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Gauge("notify.queue.messages", "{message}", "Messages that wait, by lane and service.", () => queue.Waiting.Select(w => Of(w.Messages, w)));
        Gauge("notify.queue.age", "s", "Age of the oldest message that waits, by lane and service.", () => queue.Waiting.Select(w => Of(w.Age.TotalSeconds, w)));
        Gauge("notify.messages.deferred", "{message}", "Messages that were handed back and wait to be tried again.", () => [new(queue.Deferred)]);
        Gauge("notify.messages.unknown", "{message}", "Messages whose receipt window is still open.", () => [new(queue.Unknown)]);
        Gauge("notify.gateway.open", null, "1 where this node sends by the gateway, 0 where it lets it alone.", () => lines.All.Select(l => Of(l.IsOpen ? 1 : 0, l)));
        Gauge("notify.gateway.share", "%", "Percentage of its weight that the gateway gets.", () => lines.All.Select(l => Of(l.Share, l)));

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                queue = await watch.ReadAsync(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                logger.LogWarning("The queue could not be looked at ({Failure})", e.GetType().Name);
            }

            await Task.Delay(Interval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static void Gauge(string name, string? unit, string description, Func<IEnumerable<Measurement<double>>> read) =>
        DeliveryMeter.Meter.CreateObservableGauge(name, read, unit, description);

    private static Measurement<double> Of(double value, WaitingMessages waiting) =>
        new(value, new("lane", waiting.Lane.ToString().ToLowerInvariant()), new("service", waiting.ServiceId.ToString()));

    private static Measurement<double> Of(double value, GatewayLine line) => new(value, new KeyValuePair<string, object?>("gateway", line.Name));
}
