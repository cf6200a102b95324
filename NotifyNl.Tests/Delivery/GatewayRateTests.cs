using System.Diagnostics;
using NotifyNl.Delivery.Gateways;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Delivery;

/// <summary>One rate for all nodes, kept by the database.</summary>
public sealed class GatewayRateTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly TimeSpan Tenth = TimeSpan.FromMilliseconds(100);

    private GatewayRate Node => new(postgres.WorkerDatabase);

    public async ValueTask InitializeAsync() => await postgres.ExecuteAsync("delete from gateways; insert into gateways (name) values ('cm')");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Wait_ByManyNodesAtOnce_HoldsForAllTogether()
    {
        var time = Stopwatch.StartNew();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(node => Task.Run(async () =>
        {
            for (var i = 0; i < 5; i++)
                Assert.True(await Node.WaitAsync("cm", Tenth, urgent: false, Ours, default));
        })));

        // 20 sets of a tenth of a second, less what may be made up for at the start.
        Assert.InRange(time.Elapsed.TotalSeconds, 1.6, 4);
    }

    [Fact]
    public async Task Take_Urgent_PushesInBeforeAllThatWaits()
    {
        Assert.True((await Node.TakeAsync("cm", TimeSpan.FromSeconds(2), urgent: false, default)).Granted);

        var bulk = await Node.TakeAsync("cm", Tenth, urgent: false, default);
        var urgent = await Node.TakeAsync("cm", Tenth, urgent: true, default);
        var next = await Node.TakeAsync("cm", Tenth, urgent: true, default);

        Assert.False(bulk.Granted);
        Assert.True(urgent.Granted && next.Granted);
        Assert.InRange(next.Wait - urgent.Wait, TimeSpan.FromMilliseconds(50), Tenth); // one behind the other, by the same rate
    }

    [Fact]
    public async Task Wait_LeaseLostMeanwhile_IsNotGranted()
    {
        await Node.TakeAsync("cm", TimeSpan.FromSeconds(30), urgent: false, default);

        Assert.False(await Node.WaitAsync("cm", Tenth, urgent: false, () => Task.FromResult(false), default).WaitAsync(TimeSpan.FromSeconds(15)));
    }

    [Theory]
    [InlineData(30, 0, 7)] // a quarter of a second
    [InlineData(0, 100, 25)]
    [InlineData(1, 0, 1)]
    [InlineData(0, 0, 100)]
    [InlineData(5_000, 0, 100)]
    public void SetSize_OfALimitedGateway_IsAQuarterOfASecond(int messages, int parts, int size)
    {
        var options = new GatewayOptions { Kind = GatewayKind.CmCom, MessagesPerSecond = messages, PartsPerSecond = parts };

        Assert.Equal(size, GivenLines.Line(postgres, new ScriptedGateway(ScriptedGateway.Accept), TimeProvider.System, options).SetSize);
    }

    private static Task<bool> Ours() => Task.FromResult(true);
}
