using NotifyNl.Delivery;
using NotifyNl.Inbound;
using NotifyNl.Templates;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Inbound;

public sealed class AutoRepliesTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Number = "31970102030";

    private readonly InboundTexts texts = new(postgres.WorkerDatabase, Given.Seal, TimeProvider.System);
    private readonly AutoReplies replies = new(postgres.WorkerDatabase, Given.Seal, TimeProvider.System);

    [Theory]
    [InlineData("Afspraak graag", "Wij bellen u.")]
    [InlineData("afspraak!", "Wij bellen u.")]
    [InlineData("Wat is dit?", "Dit nummer wordt niet gelezen.")]
    [InlineData("Stop", null)]
    [InlineData("UIT.", null)]
    public async Task Text_IsAnsweredByItsRule_FromTheNumberThatWasWrittenTo(string text, string? answer)
    {
        var given = await WithRulesAsync();

        Assert.Equal(answer is not null, await SendAsync(given, text, "31612345678"));

        Assert.Equal(answer is null ? 0L : 1L, await postgres.ReadAsync<long>(
            """
            select count(*) from notifications n join pinned_templates p on p.id = n.pinned_template_id join template_versions v on v.template_id = p.template_id and v.version = p.template_version
            where n.service_id = $1 and n.queued and n.lane = 0 and n.status = $2 and p.sender = $3 and v.content = $4
            """,
            given.ServiceId, (short)NotificationStatus.Queued, Number, answer ?? ""));
        await given.AssertCountersAreTrueAsync();
    }

    [Fact]
    public async Task MachineThatAnswersBack_IsAnsweredThreeTimesAnHour()
    {
        var given = await WithRulesAsync();
        for (var turn = 1; turn <= 5; turn++)
            Assert.Equal(turn <= AutoReplies.MostAnHour, await SendAsync(given, $"Ik ben er niet ({turn})", "31612345678"));
        Assert.True(await SendAsync(given, "Hallo", "31687654321")); // another citizen is
    }

    [Fact]
    public async Task WhoOptedOut_IsNotAnswered()
    {
        var given = await WithRulesAsync();
        await postgres.ExecuteAsync("insert into opt_outs (service_id, recipient_key, since, reason) values ($1, $2, now(), 0)", given.ServiceId, Given.Seal.Key("+31612345678"));

        Assert.False(await SendAsync(given, "Hallo", "31612345678"));
    }

    private async Task<bool> SendAsync(Given given, string text, string from)
    {
        var stored = (await texts.StoreAsync(new GatewayText("cm", $"{Guid.NewGuid()}", from, Number, text), default))!;
        Assert.Equal(given.ServiceId, stored.ServiceId);
        return await replies.AnswerAsync(stored, text, default);
    }

    private async Task<Given> WithRulesAsync()
    {
        var given = await Given.AsyncIn(postgres);
        await postgres.ExecuteAsync("delete from inbound_numbers");
        await postgres.ExecuteAsync("insert into inbound_numbers (number, keyword, service_id) values ($1, '', $2)", Number, given.ServiceId);
        await using var db = postgres.Open();
        foreach (var (keyword, content) in new[] { ("AFSPRAAK", "Wij bellen u."), (ReplyRule.Anything, "Dit nummer wordt niet gelezen.") })
        {
            var (id, now) = (Guid.CreateVersion7(), DateTimeOffset.UtcNow);
            db.Add(new Template { Id = id, ServiceId = given.ServiceId, Name = keyword, Content = content, CreatedAt = now, UpdatedAt = now });
            db.Add(new TemplateVersion { TemplateId = id, Version = 1, ServiceId = given.ServiceId, Name = keyword, Content = content, Lane = Lane.Normal, CreatedById = given.UserId, CreatedAt = now });
            db.Add(new ReplyRule { Id = Guid.CreateVersion7(), ServiceId = given.ServiceId, Keyword = keyword, TemplateId = id });
            await db.SaveChangesAsync();
        }

        return given;
    }
}
