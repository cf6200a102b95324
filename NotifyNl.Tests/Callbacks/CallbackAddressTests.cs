using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NotifyNl.Callbacks;

namespace NotifyNl.Tests.Callbacks;

/// <summary>S12: nobody makes us call our own house.</summary>
public sealed class CallbackAddressTests
{
    private static readonly IPAddress Public = IPAddress.Parse("185.60.112.1");

    [Theory]
    [InlineData("http://voorbeeld.nl/x", "callback-url-https")]
    [InlineData("ftp://voorbeeld.nl/x", "callback-url-https")]
    [InlineData("voorbeeld.nl/x", "callback-url-invalid")]
    [InlineData("https://", "callback-url-invalid")]
    [InlineData("https://voorbeeld.nl/x#deel", "callback-url-invalid")]
    [InlineData("", "callback-url-missing")]
    [InlineData("https://jan:geheim@voorbeeld.nl/", "callback-url-user")]
    [InlineData("https://voorbeeld.nl@127.0.0.1/", "callback-url-user")]
    [InlineData("https://voorbeeld.nl:5432/", "callback-url-port")]
    [InlineData("https://127.0.0.1/", "callback-url-private")]
    [InlineData("https://[::1]/", "callback-url-private")]
    [InlineData("https://[::ffff:127.0.0.1]/", "callback-url-private")]
    [InlineData("https://[64:ff9b::7f00:1]/", "callback-url-private")]
    [InlineData("https://[2002:7f00:1::]/", "callback-url-private")]
    [InlineData("https://[fd00::1]/", "callback-url-private")]
    [InlineData("https://[fe80::1]/", "callback-url-private")]
    [InlineData("https://169.254.169.254/latest/meta-data", "callback-url-private")]
    [InlineData("https://10.0.0.8/", "callback-url-private")]
    [InlineData("https://172.31.255.255/", "callback-url-private")]
    [InlineData("https://192.168.1.1/", "callback-url-private")]
    [InlineData("https://100.64.0.1/", "callback-url-private")]
    [InlineData("https://0.0.0.0/", "callback-url-private")]
    [InlineData("https://2130706433/", "callback-url-private")] // 127.0.0.1 as one number
    [InlineData("https://0177.0.0.1/", "callback-url-private")]
    [InlineData("https://0x7f.1/", "callback-url-private")]
    [InlineData("https://localhost/", "callback-url-private")]
    [InlineData("https://localhost./", "callback-url-private")]
    public async Task S12_AddressThatIsFilledIn_IsRefusedWithASentence(string url, string code)
    {
        var problem = (await Address().CheckAsync(url, default)).Problem;

        Assert.Equal((code, "Url"), (problem?.Code, problem?.Field));
        Assert.NotEmpty(problem!.Sentence());
    }

    [Theory]
    [InlineData("https://voorbeeld.nl/meldingen?sleutel=1")]
    [InlineData("https://voorbeeld.nl:8443/")]
    [InlineData("https://bestaat-nog-niet.voorbeeld.nl/")]
    public async Task Check_PublicAddress_IsTaken(string url) => Assert.True((await Address().CheckAsync(url, default)).Succeeded);

    [Fact]
    public async Task Check_AllowedNetwork_IsTaken()
    {
        Assert.True((await Address("10.20.0.0/16").CheckAsync("https://10.20.3.4:9443/", default)).Succeeded);
        Assert.Equal("callback-url-private", (await Address("10.20.0.0/16").CheckAsync("https://10.21.3.4/", default)).Problem?.Code);
    }

    [Fact]
    public async Task S12_NameThatLeadsElsewhereTheSecondTime_IsNeverConnectedTo()
    {
        using var inside = new TcpListener(IPAddress.Loopback, 0);
        inside.Start();
        var port = ((IPEndPoint)inside.LocalEndpoint).Port;
        var asked = 0;
        await using var services = Calling.Services(null, (_, _) => Task.FromResult(new[] { asked++ == 0 ? Public : IPAddress.Loopback }), ("Timeout", "00:00:02"));
        Assert.True((await services.GetRequiredService<CallbackAddress>().CheckAsync("https://wisselt.voorbeeld.nl/", default)).Succeeded);

        var answer = await PostAsync(services, $"https://wisselt.voorbeeld.nl:{port}/");

        Assert.Equal((CallbackOutcome.Refused, "address-not-allowed"), (answer.Outcome, answer.Result));
        Assert.False(inside.Pending());
    }

    [Fact]
    public async Task S12_OneForbiddenAddressAmongPublicOnes_IsEnough()
    {
        await using var services = Calling.Services(null, (_, _) => Task.FromResult(new[] { Public, IPAddress.Parse("10.0.0.1") }));

        Assert.Equal("address-not-allowed", (await PostAsync(services, "https://gemengd.voorbeeld.nl/")).Result);
    }

    [Fact]
    public async Task S12_Redirect_IsNotFollowed()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = http =>
        {
            http.Response.Redirect(receiver.Url + "/binnen", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        };
        await using var services = Calling.Services(null, null, Calling.Loopback, Calling.Loopback6);

        var answer = await PostAsync(services, receiver.Url);

        Assert.Equal((CallbackOutcome.Refused, "redirected", 307), (answer.Outcome, answer.Result, answer.HttpStatus));
        Assert.Single(receiver.Requests);
    }

    [Theory]
    [InlineData("endless")]
    [InlineData("ten megabytes")]
    [InlineData("gzip bomb")]
    public async Task S12_AnswerWithoutMeasure_IsLeftUnread(string kind)
    {
        await using var receiver = await Receiver.StartAsync();
        var left = new TaskCompletionSource();
        receiver.Answer = async http =>
        {
            var part = new byte[64 << 10];
            if (kind == "gzip bomb")
            {
                http.Response.Headers.ContentEncoding = "gzip";
                using var packed = new MemoryStream();
                await using (var zip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
                {
                    for (var i = 0; i < 160; i++)
                        await zip.WriteAsync(part);
                }

                part = packed.ToArray();
            }

            http.RequestAborted.Register(left.SetResult);
            for (var sent = 0L; (kind == "endless" || sent < 10 << 20) && !http.RequestAborted.IsCancellationRequested; sent += part.Length)
                await http.Response.Body.WriteAsync(part);
            await left.Task; // whether written or not: it does not end by itself
        };
        await using var services = Calling.Services(null, null, Calling.Loopback, Calling.Loopback6);
        var before = GC.GetTotalAllocatedBytes();

        var answer = await PostAsync(services, receiver.Url);

        Assert.Equal(CallbackOutcome.Taken, answer.Outcome);
        Assert.InRange(answer.Duration, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await left.Task.WaitAsync(TimeSpan.FromSeconds(5)); // we hung up
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 200L << 20);
    }

    [Theory]
    [InlineData("silent")]
    [InlineData("one byte a second")]
    public async Task S12_ReceiverThatDawdles_IsLeftAfterTheTimeout(string kind)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = new CancellationTokenSource();
        var serving = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync(stop.Token);
            while (!stop.IsCancellationRequested)
            {
                if (kind != "silent")
                    await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("H"), stop.Token);
                await Task.Delay(100, stop.Token);
            }
        });
        await using var services = Calling.Services(null, null, Calling.Loopback, Calling.Loopback6, ("Timeout", "00:00:00.500"));

        var answer = await PostAsync(services, $"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        await stop.CancelAsync();
        await serving.ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.Equal(CallbackOutcome.Again, answer.Outcome);
        Assert.InRange(answer.Duration, TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    private static CallbackAddress Address(params string[] allowed) => new(
        Options.Create(new CallbackOptions { AllowedNetworks = allowed }),
        (host, cancel) => host.EndsWith("voorbeeld.nl", StringComparison.Ordinal)
            ? host.StartsWith("bestaat-nog-niet", StringComparison.Ordinal) ? throw new SocketException((int)SocketError.HostNotFound) : Task.FromResult(new[] { Public })
            : Dns.GetHostAddressesAsync(host, cancel));

    private static Task<CallbackAnswer> PostAsync(ServiceProvider services, string url) => services.GetRequiredService<CallbackClient>().PostAsync(
        new CallbackReceiver(Guid.NewGuid(), CallbackKind.DeliveryStatus, new Uri(url), "een-token-van-ons", [CallbackSignature.NewSecret()], false),
        Guid.CreateVersion7(), new CallbackBody("{}"u8.ToArray(), "application/json"), default);
}
