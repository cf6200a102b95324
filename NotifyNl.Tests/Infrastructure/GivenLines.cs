using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NotifyNl.Delivery;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Sending;

namespace NotifyNl.Tests.Infrastructure;

/// <summary>A slot of a node, with gateways that a test decides over.</summary>
internal static class GivenLines
{
    public static GatewayLine Line(PostgresFixture postgres, ISmsGateway gateway, TimeProvider clock, GatewayOptions? options = null) => new(
        gateway, options ?? new GatewayOptions { Kind = gateway.MessagesPerCall == 1 ? GatewayKind.Spryng : GatewayKind.CmCom }, new GatewayRate(postgres.WorkerDatabase),
        new GatewayTallies(clock), clock);

    public static GatewayLines Lines(PostgresFixture postgres, TimeProvider clock, params GatewayLine[] lines) => new(lines, postgres.WorkerDatabase, Given.Seal, clock);

    public static SlotDelivery Slot(PostgresFixture postgres, TimeProvider clock, int setsInFlight, params GatewayLine[] lines)
    {
        var options = Options.Create(new DeliveryOptions { SetsInFlight = setsInFlight });
        var database = postgres.WorkerDatabase;
        var writer = new MessageWriter(new PinnedTexts(database), new MessageText(Given.Seal), Given.Seal, NullLogger<MessageWriter>.Instance);
        var queue = new DeliveryQueue(database, options);
        return new SlotDelivery(queue, new FairTurns(queue, TimeProvider.System), writer, Lines(postgres, clock, lines), options, NullLogger<SlotDelivery>.Instance);
    }
}
