extern alias simulator;

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NotifyNl.Delivery;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Tests.Infrastructure;
using simulator::NotifyNl.Simulator;
using simulator::NotifyNl.Simulator.Control;

namespace NotifyNl.Tests.Delivery;

/// <summary>Over a socket, against the stand-in: what each fault on the way means for the messages.</summary>
public sealed class CmComGatewayTests
{
    private static readonly OutgoingSms[] Five = [.. Enumerable.Range(0, 5).Select(i => Message($"+3161234567{i}"))];

    [Fact]
    public async Task Submit_Messages_ArriveAsTheyWereWritten()
    {
        var (gateway, standIn) = await StartAsync();
        await using var _ = standIn;
        var message = new OutgoingSms(Guid.CreateVersion7(), "+31612345678", "Gemeente", "Groet uit café 't Zwaantje ŵ", 1);

        var answer = await gateway.SubmitAsync([message], default);

        Assert.Equal([new Outcome(message.Id, OutcomeKind.Accepted)], answer.Outcomes);
        Assert.Null(answer.Trouble);
        var arrived = Assert.Single(standIn.Record.Messages("+31612345678"));
        Assert.Equal((message.Text, "Gemeente", message.Reference), (arrived.Text, arrived.Sender, arrived.Reference));
    }

    [Fact]
    public async Task Submit_FourteenParts_ArriveWhole()
    {
        var (gateway, standIn) = await StartAsync();
        await using var _ = standIn;
        var text = new string('ŵ', 918);

        await gateway.SubmitAsync([new OutgoingSms(Guid.CreateVersion7(), "+31612345678", "Gemeente", text, 14)], default);

        Assert.Equal(text, Assert.Single(standIn.Record.Messages("+31612345678")).Text);
    }

    [Fact]
    public async Task Submit_OneRefused_EachHasItsOwnOutcome()
    {
        var (gateway, standIn) = await StartAsync();
        await using var _ = standIn;
        OutgoingSms[] messages = [Message("+31612345678"), Message("+31699000004"), Message("+31612345679")];

        var answer = await gateway.SubmitAsync(messages, default);

        Assert.Equal([OutcomeKind.Accepted, OutcomeKind.Refused, OutcomeKind.Accepted], answer.Outcomes.Select(o => o.Kind));
        Assert.Equal("gateway-blacklisted", answer.Outcomes[1].Reason);
        Assert.Null(answer.Trouble);
    }

    [Fact]
    public async Task Submit_OnlyRefused_IsNotTroubleOfTheGateway()
    {
        var (gateway, standIn) = await StartAsync(); // all refused: HTTP 400 with a list
        await using var _ = standIn;

        var answer = await gateway.SubmitAsync([Message("+31699000004")], default);

        Assert.Equal(OutcomeKind.Refused, Assert.Single(answer.Outcomes).Kind);
        Assert.Null(answer.Trouble);
    }

    public static TheoryData<Behaviour, OutcomeKind, bool> Faults => new()
    {
        // before the body is read the stand-in resets; the body may have been on the wire: only a receipt can tell
        { new Behaviour { ResetBefore = 1 }, OutcomeKind.Unknown, true },
        { new Behaviour { Http500 = 1 }, OutcomeKind.Unknown, true },
        { new Behaviour { TooManyRequests = 1 }, OutcomeKind.Deferred, true },
        { new Behaviour { Timeout = 1, TimeoutAfter = TimeSpan.FromSeconds(20) }, OutcomeKind.Unknown, true },
        { new Behaviour { ResetAfter = 1 }, OutcomeKind.Unknown, true },
        { new Behaviour { ResetInAnswer = 1 }, OutcomeKind.Unknown, true },
        { new Behaviour { TruncatedJson = 1 }, OutcomeKind.Unknown, true },
        { new Behaviour { RequestError = 101 }, OutcomeKind.Deferred, true },
        { new Behaviour { RequestError = 102 }, OutcomeKind.Deferred, true },
        { new Behaviour { RequestError = 103 }, OutcomeKind.Deferred, true },
        { new Behaviour { RequestError = 500 }, OutcomeKind.Unknown, true },
        { new Behaviour { SlowDrip = 1, DripPause = TimeSpan.FromMilliseconds(1) }, OutcomeKind.Accepted, false },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task F10_F12_F14_Submit_Fault_MeansTheSameForEachMessage(Behaviour behaviour, OutcomeKind kind, bool trouble)
    {
        var (gateway, standIn) = await StartAsync(behaviour);
        await using var _ = standIn;

        var answer = await gateway.SubmitAsync(Five, default);

        Assert.Equal(Five.Select(m => (m.Id, kind)), answer.Outcomes.Select(o => (o.Id, o.Kind)));
        Assert.Equal(trouble, answer.Trouble is not null);
    }

    [Fact]
    public async Task F15_Submit_GarbageOfFiveKinds_IsUnknown()
    {
        var (gateway, standIn) = await StartAsync(new Behaviour { Garbage = 1 });
        await using var _ = standIn;

        for (var i = 0; i < 5; i++)
        {
            var answer = await gateway.SubmitAsync([Message($"+3161234567{i}")], default);
            Assert.Equal(OutcomeKind.Unknown, Assert.Single(answer.Outcomes).Kind);
        }
    }

    [Fact]
    public async Task F11_Submit_TooManyRequests_TellsWhenToComeBack()
    {
        var (gateway, standIn) = await StartAsync(new Behaviour { TooManyRequests = 1, RetryAfter = TimeSpan.FromSeconds(7) });
        await using var _ = standIn;

        Assert.Equal(TimeSpan.FromSeconds(7), (await gateway.SubmitAsync(Five, default)).Trouble!.RetryAfter);
    }

    [Fact]
    public async Task F16_Submit_PartialAnswerInAnotherOrder_IsReadByReference()
    {
        var (gateway, standIn) = await StartAsync(new Behaviour { PartialAnswer = 1 });
        await using var _ = standIn;

        var answer = await gateway.SubmitAsync(Five, default);

        Assert.Equal(Five.Select((m, i) => (m.Id, i == 0 ? OutcomeKind.Unknown : OutcomeKind.Accepted)), answer.Outcomes.Select(o => (o.Id, o.Kind)));
    }

    [Theory]
    [InlineData(202)]
    [InlineData(203)]
    public async Task Submit_CallRefusedForItsForm_IsHalvedAndOneAloneFails(int code)
    {
        var (gateway, standIn) = await StartAsync(new Behaviour { RequestError = code });
        await using var _ = standIn;

        Assert.True((await gateway.SubmitAsync(Five, default)).Halve);
        Assert.Equal(OutcomeKind.Failed, Assert.Single((await gateway.SubmitAsync(Five[..1], default)).Outcomes).Kind);
    }

    [Fact]
    public async Task F17_Submit_NobodyListens_ProvablyNeverLeft()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var answer = await Gateway($"http://127.0.0.1:{port}/").SubmitAsync(Five, default);

        Assert.All(answer.Outcomes, o => Assert.Equal((OutcomeKind.Deferred, "gateway-unreachable"), (o.Kind, o.Reason)));
        Assert.NotNull(answer.Trouble);
    }

    [Fact]
    public async Task F17_Submit_NameThatDoesNotExist_ProvablyNeverLeft() =>
        Assert.All((await Gateway("http://gateway.invalid/").SubmitAsync(Five, default)).Outcomes, o => Assert.Equal(OutcomeKind.Deferred, o.Kind));

    [Fact]
    public async Task F17_Submit_NoTlsAtTheOtherSide_ProvablyNeverLeft()
    {
        var (_, standIn) = await StartAsync();
        await using var running = standIn;

        var answer = await Gateway(standIn.Address.Replace("http:", "https:", StringComparison.Ordinal)).SubmitAsync(Five, default);

        Assert.All(answer.Outcomes, o => Assert.Equal(OutcomeKind.Deferred, o.Kind));
        Assert.Equal(0, standIn.Record.Counts().Accepts);
    }

    [Fact]
    public async Task F17_Submit_CertificateThatNobodyVouchesFor_ProvablyNeverLeft()
    {
        using var key = RSA.Create(2048);
        using var own = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var read = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await using var tls = new SslStream(client.GetStream());
            try
            {
                await tls.AuthenticateAsServerAsync(certificate);
                return await tls.ReadAsync(new byte[1]);
            }
            catch (Exception e) when (e is IOException or AuthenticationException)
            {
                return 0; // it would not have us
            }
        });

        var answer = await Gateway($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/").SubmitAsync(Five, default);

        Assert.All(answer.Outcomes, o => Assert.Equal((OutcomeKind.Deferred, "gateway-unreachable"), (o.Kind, o.Reason)));
        Assert.Equal(0, await read); // not one byte of a message
    }

    [Theory]
    [InlineData("https://gw.messaging.cm.com/v1.0/message", "Development", "in Development no real telephone can be reached")]
    [InlineData("http://gw.messaging.cm.com/v1.0/message", "Production", "must begin with https://")]
    [InlineData("gw.messaging.cm.com", "Production", "must be a whole address")]
    [InlineData(null, "Production", "Gateways:Cm:Url is not set")]
    public void Options_AddressThatMayNotBe_StopTheStart(string? url, string environment, string sentence)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Services(url, environment).GetRequiredService<IOptions<GatewaysOptions>>().Value);
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
    }

    private static OutgoingSms Message(string number) => new(Guid.CreateVersion7(), number, "Gemeente", "Uw paspoort ligt klaar.", 1);

    private static async Task<(ISmsGateway Gateway, SimulatorHost StandIn)> StartAsync(Behaviour? behaviour = null)
    {
        var standIn = await SimulatorHost.StartAsync(new SimulatorOptions { Behaviour = behaviour ?? new Behaviour() });
        return (Gateway($"{standIn.Address}/cm/v1.0/message"), standIn);
    }

    private static ISmsGateway Gateway(string url) => Services(url, "Staging").GetRequiredService<GatewayRoster>().All.Single().Gateway;

    private static ServiceProvider Services(string? url, string environment) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Gateways:Cm:Url"] = url,
            ["Gateways:Cm:ProductToken"] = "5f0ad2c2-0000-0000-0000-000000000000",
            ["Gateways:Cm:ReceiptSecret"] = "een-geheim-van-twintig-tekens",
            ["Gateways:Cm:Timeout"] = "00:00:01",
        }).Build())
        .AddSingleton<IHostEnvironment>(new NamedEnvironment(environment))
        .AddGateways()
        .BuildServiceProvider();
}
