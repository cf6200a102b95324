extern alias simulator;

using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Receipts;
using simulator::NotifyNl.Simulator;
using simulator::NotifyNl.Simulator.Control;

namespace NotifyNl.Tests.Delivery;

/// <summary>Spryng and Kannel over a socket, against the stand-in: one message a call, and what each fault means for it.</summary>
public sealed class OneMessageGatewaysTests
{
    private const string Secret = "een-geheim-van-twintig-tekens";

    [Theory]
    [InlineData("spryng", "Groet uit café 't Zwaantje: €5", 1)]
    [InlineData("kannel", "Groet uit café 't Zwaantje: €5", 1)]
    [InlineData("spryng", "Groet uit ŵ 😀", 1)]
    [InlineData("kannel", "Groet uit ŵ 😀", 1)]
    public async Task Submit_Message_ArrivesAsItWasWritten(string name, string text, int parts)
    {
        var (gateway, standIn) = await StartAsync(name);
        await using var _ = standIn;
        var message = new OutgoingSms(Guid.CreateVersion7(), "+31612345678", "Gemeente", text, parts);

        var answer = await gateway.SubmitAsync([message], default);

        Assert.Equal([new Outcome(message.Id, OutcomeKind.Accepted)], answer.Outcomes);
        var arrived = Assert.Single(standIn.Record.Messages("+31612345678"));
        Assert.Equal((text, "Gemeente", message.Reference, parts), (arrived.Text, arrived.Sender, arrived.Reference, arrived.Parts));
    }

    public static TheoryData<string, Behaviour, OutcomeKind, string?> Faults()
    {
        var faults = new TheoryData<string, Behaviour, OutcomeKind, string?>();
        foreach (var name in new[] { "spryng", "kannel" })
        {
            // F10, F11, F12, F14, F15
            faults.Add(name, new Behaviour { ResetBefore = 1 }, OutcomeKind.Unknown, "gateway-no-answer");
            faults.Add(name, new Behaviour { Http500 = 1 }, OutcomeKind.Unknown, "gateway-no-answer");
            faults.Add(name, new Behaviour { TooManyRequests = 1 }, OutcomeKind.Deferred, "gateway-busy");
            faults.Add(name, new Behaviour { Timeout = 1, TimeoutAfter = TimeSpan.FromSeconds(20) }, OutcomeKind.Unknown, "gateway-no-answer");
            faults.Add(name, new Behaviour { ResetAfter = 1 }, OutcomeKind.Unknown, "gateway-no-answer");
            faults.Add(name, new Behaviour { Garbage = 1 }, OutcomeKind.Unknown, "gateway-unreadable");
            faults.Add(name, new Behaviour { RequestError = 101 }, OutcomeKind.Deferred, "gateway-account");
        }

        faults.Add("spryng", new Behaviour { RequestError = 102 }, OutcomeKind.Deferred, "gateway-account");
        faults.Add("spryng", new Behaviour { RequestError = 500 }, OutcomeKind.Unknown, "gateway-no-answer");
        faults.Add("spryng", new Behaviour { Refuse = 1 }, OutcomeKind.Refused, "gateway-rejected");
        faults.Add("spryng", new Behaviour { TruncatedJson = 1 }, OutcomeKind.Unknown, "gateway-unreadable");
        faults.Add("kannel", new Behaviour { RequestError = 500 }, OutcomeKind.Deferred, "gateway-busy"); // its own word that it took nothing
        return faults;
    }

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task F10_F11_F12_F14_F15_Submit_Fault_MeansWhatItProves(string name, Behaviour behaviour, OutcomeKind kind, string? reason)
    {
        var (gateway, standIn) = await StartAsync(name, behaviour);
        await using var _ = standIn;

        var answer = await gateway.SubmitAsync([new OutgoingSms(Guid.CreateVersion7(), "+31612345678", "Gemeente", "Hallo", 1)], default);

        var outcome = Assert.Single(answer.Outcomes);
        Assert.Equal((kind, reason), (outcome.Kind, outcome.Reason));
        Assert.Equal(kind != OutcomeKind.Refused, answer.Trouble is not null);
        Assert.NotNull(NotifyNl.Delivery.DeliveryReasons.Sentence(reason!));
    }

    [Theory]
    [InlineData("spryng")]
    [InlineData("kannel")]
    public async Task F17_Submit_NobodyListens_ProvablyNeverLeft(string name)
    {
        var (gateway, standIn) = await StartAsync(name);
        await standIn.DisposeAsync();

        var answer = await gateway.SubmitAsync([new OutgoingSms(Guid.CreateVersion7(), "+31612345678", "Gemeente", "Hallo", 1)], default);

        Assert.Equal(OutcomeKind.Deferred, Assert.Single(answer.Outcomes).Kind);
    }

    [Theory]
    [InlineData("spryng", "STATUS=10&REASONCODE=0", NotifyNl.Delivery.NotificationStatus.Delivered, "10")]
    [InlineData("spryng", "STATUS=20&REASONCODE=21", NotifyNl.Delivery.NotificationStatus.PermanentFailure, "20/21")]
    [InlineData("spryng", "STATUS=20&REASONCODE=22", NotifyNl.Delivery.NotificationStatus.TemporaryFailure, "20/22")]
    [InlineData("spryng", "STATUS=20&REASONCODE=99", NotifyNl.Delivery.NotificationStatus.TemporaryFailure, "20/99")]
    [InlineData("spryng", "STATUS=30", null, "30")]
    [InlineData("kannel", "status=1", NotifyNl.Delivery.NotificationStatus.Delivered, "1")]
    [InlineData("kannel", "status=8", NotifyNl.Delivery.NotificationStatus.Accepted, "8")]
    [InlineData("kannel", "status=16", NotifyNl.Delivery.NotificationStatus.PermanentFailure, "16")]
    public void Receipt_InItsOwnWords_IsRead(string name, string query, NotifyNl.Delivery.NotificationStatus? status, string code)
    {
        var id = Guid.CreateVersion7();
        var reference = name == "spryng" ? "REFERENCE" : "id";

        var receipt = Assert.Single(Gateway(name, "http://127.0.0.1:1").ReadReceipts(Notice($"{query}&{reference}={id:N}"))!);

        Assert.Equal((status, code, id), (receipt.Status, receipt.Code, receipt.NotificationId));
        Assert.True(receipt.Reason is null || NotifyNl.Delivery.DeliveryReasons.Sentence(receipt.Reason) is not null);
    }

    [Theory]
    [InlineData("spryng")]
    [InlineData("kannel")]
    public void Receipt_WithoutAStatusOrWithAnotherReference_TouchesNothing(string name)
    {
        var gateway = Gateway(name, "http://127.0.0.1:1");

        Assert.Null(gateway.ReadReceipts(Notice("iets=anders")));
        var strange = Assert.Single(gateway.ReadReceipts(Notice(name == "spryng" ? "STATUS=10&REFERENCE=vreemd" : "status=1&id=vreemd"))!);
        Assert.Equal((null, "vreemd"), (strange.NotificationId, strange.Reference));
    }

    [Theory]
    [InlineData("spryng", "originator=31612345678&recipient=3669&body=Ja&id=7")]
    [InlineData("kannel", "from=%2B31612345678&to=3669&text=Ja&id=7")]
    public void Text_OfACitizen_IsRead(string name, string query)
    {
        var text = Gateway(name, "http://127.0.0.1:1").ReadText(Notice(query))!;

        Assert.Equal(("31612345678", "3669", "Ja", "7"), (text.From.TrimStart('+'), text.To, text.Text, text.Reference));
    }

    private static GatewayNotice Notice(string query) => new(
        default, Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query).ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.OrdinalIgnoreCase));

    private static async Task<(ISmsGateway Gateway, SimulatorHost StandIn)> StartAsync(string name, Behaviour? behaviour = null)
    {
        var standIn = await SimulatorHost.StartAsync(new SimulatorOptions { Behaviour = behaviour ?? new Behaviour() });
        return (Gateway(name, standIn.Address), standIn);
    }

    private static ISmsGateway Gateway(string name, string address)
    {
        var http = new GatewayHttp(new ServiceCollection().AddHttpClient().BuildServiceProvider().GetRequiredService<IHttpClientFactory>(), TimeProvider.System);
        var options = new GatewayOptions { ReceiptSecret = Secret, Timeout = TimeSpan.FromSeconds(1), ApiKey = "a-key", Username = "notify", Password = "a-password" };
        if (name == "spryng")
        {
            options.Url = new Uri($"{address}/spryng/v1");
            return new SpryngGateway(name, options, http);
        }

        options.Url = new Uri($"{address}/kannel/cgi-bin/sendsms");
        options.CallbackUrl = new Uri("http://127.0.0.1:9");
        return new KannelGateway(name, options, http);
    }
}
