using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using NotifyNl.Simulator.Control;
using NotifyNl.Simulator.Gateways;
using NotifyNl.Simulator.Gateways.Cm;
using NotifyNl.Simulator.Gateways.Kannel;
using NotifyNl.Simulator.Gateways.Spryng;
using NotifyNl.Simulator.Mail;
using NotifyNl.Simulator.Pages;
using NotifyNl.Simulator.Phones;
using NotifyNl.Simulator.Receipts;
using NotifyNl.Simulator.Record;

namespace NotifyNl.Simulator;

/// <summary>A running stand-in gateway, as a program or inside a test. Steer it by <see cref="Control"/>, read it by <see cref="Record"/>.</summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ReceiptSender sender;
    private readonly RecordFile? file;
    private readonly SmtpSink? smtp;
    private readonly CancellationTokenSource stopping = new();
    private Task work = Task.CompletedTask;

    private SimulatorHost(SimulatorOptions options)
    {
        IGatewayProtocol[] protocols = [new CmProtocol(options), new SpryngProtocol(options), new KannelProtocol(options)];
        var queue = new ReceiptQueue();
        Receipts = queue;
        sender = new ReceiptSender(queue, protocols.ToDictionary(protocol => protocol.Gateway), options.ReceiptConnections);
        file = options.RecordFile is { } path ? new RecordFile(path) : null;
        var ledger = new Ledger(file);
        smtp = options.SmtpPort is { } port ? new SmtpSink(Mail, port) : null;
        Control = new ControlPanel(options);
        Record = new RecordBook(ledger, queue, sender);

        app = Build(options.Port);
        app.Use(PageHeaders.AddAsync);
        app.MapGateways(new Switchboard(Control, ledger, new ReceiptPlanner(queue, sender)), protocols);
        app.MapControl(Control);
        app.MapRecord(Record);
        app.MapPhones(ledger);
        app.MapMail(Mail);
        app.MapAssets();
    }

    /// <summary>For example <c>http://127.0.0.1:40123</c>.</summary>
    public string Address { get; private set; } = "";

    public int? SmtpPort => smtp?.Port;

    public ControlPanel Control { get; }

    public RecordBook Record { get; }

    public Mailbox Mail { get; } = new();

    private ReceiptQueue Receipts { get; }

    public static async Task<SimulatorHost> StartAsync(SimulatorOptions? options = null, CancellationToken cancel = default)
    {
        var simulator = new SimulatorHost(options ?? new());
        await simulator.app.StartAsync(cancel);
        simulator.Address = simulator.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        simulator.work = Task.WhenAll(
            simulator.Receipts.RunAsync(simulator.stopping.Token),
            simulator.sender.RunAsync(simulator.stopping.Token),
            simulator.smtp?.RunAsync(simulator.stopping.Token) ?? Task.CompletedTask);
        return simulator;
    }

    public Task WaitForShutdownAsync() => app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        using (var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(200)))
            await app.StopAsync(now.Token);
        try
        {
            await work;
        }
        catch (OperationCanceledException)
        {
            // It was told to stop.
        }

        await app.DisposeAsync();
        sender.Dispose();
        smtp?.Dispose();
        file?.Dispose();
        stopping.Dispose();
    }

    /// <summary>Loopback only, and nothing from the surroundings: no settings file, no logging, no environment of a program around it.</summary>
    private static WebApplication Build(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddRoutingCore();
        return builder.Build();
    }
}
