using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NotifyNl.Inbound;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Inbound;

/// <summary>Texts of citizens: stored before the gateway is told so, sealed, once, and under the service whose number or word it was.</summary>
public sealed class InboundTextsTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private InboundTexts Texts => new(postgres.WorkerDatabase, Given.Seal, TimeProvider.System);

    public async ValueTask InitializeAsync() => await postgres.ExecuteAsync("delete from inbound_texts; delete from inbound_numbers");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("stop", "word")]
    [InlineData("  Stop! En wel nu", "word")]
    [InlineData("stoppen", "number")]
    [InlineData("", "number")]
    public async Task Store_OnASharedNumber_GoesToTheServiceOfTheWord(string text, string expected)
    {
        var (word, number) = (await Given.AsyncIn(postgres), await Given.AsyncIn(postgres));
        await postgres.ExecuteAsync("insert into inbound_numbers values ('3669', 'STOP', $1), ('3669', '', $2)", word.ServiceId, number.ServiceId);

        var stored = await Texts.StoreAsync(new GatewayText("cm", "a", "0031612345678", "3669", text), default);

        var owner = expected == "word" ? word.ServiceId : number.ServiceId;
        Assert.Equal(owner, stored!.ServiceId);
        await using var db = postgres.OpenWeb(owner);
        var seen = await db.InboundTexts.SingleAsync();
        Assert.Equal((text, "+31612345678"), (Given.Seal.Open(owner, seen.Text), Given.Seal.Open(owner, seen.Sender)));
        Assert.Equal(Given.Seal.Key("+31612345678"), seen.SenderKey);
    }

    [Fact]
    public async Task Store_NobodysNumber_IsKeptSealedAndNoServiceSeesIt()
    {
        var given = await Given.AsyncIn(postgres);

        var stored = await Texts.StoreAsync(new GatewayText("cm", "b", "+31612345678", "9999", "Hallo"), default);

        Assert.Null(stored!.ServiceId);
        Assert.Equal("Hallo", Given.Seal.Open(Guid.Empty, stored.Text));
        await using var db = postgres.OpenWeb(given.ServiceId);
        Assert.False(await db.InboundTexts.AnyAsync());
    }

    [Theory]
    [InlineData("ref-1")]
    [InlineData(null)] // a gateway that gives no id
    public async Task Store_ToldTwice_IsStoredOnce(string? reference)
    {
        var text = new GatewayText("cm", reference, "+31612345678", "3669", "Ja\0!");

        Assert.NotNull(await Texts.StoreAsync(text, default));
        Assert.Null(await Texts.StoreAsync(text, default));

        Assert.Equal(1L, await postgres.ReadAsync<long>("select count(*) from inbound_texts"));
    }

    [Theory]
    [InlineData("""{"reference":"r1","from":{"number":"0031612345678"},"to":{"number":"3669"},"message":{"text":"Ja graag"},"channel":"SMS"}""", HttpStatusCode.OK, 1)]
    [InlineData("""{"reference":"r1","from":"0031612345678","to":"3669","body":"Ja graag"}""", HttpStatusCode.OK, 1)]
    [InlineData("""{"from":"0031612345678"}""", HttpStatusCode.BadRequest, 0)]
    [InlineData("geen json", HttpStatusCode.BadRequest, 0)]
    public async Task Webhook_OfCm_StoresAndAnswersWithoutWords(string body, HttpStatusCode status, long count)
    {
        await using var node = await NodeOfWorker.StartAsync(postgres, slotsRun: false);
        using var http = new HttpClient();

        var answer = await http.PostAsync($"{node.Address}/gateways/cm/texts/{NodeOfWorker.Secret}", new StringContent(body, Encoding.UTF8, "application/json"));
        var wrong = await http.PostAsync($"{node.Address}/gateways/cm/texts/fout", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal((status, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal(HttpStatusCode.NotFound, wrong.StatusCode);
        Assert.Equal(count, await postgres.ReadAsync<long>("select count(*) from inbound_texts"));
    }
}
