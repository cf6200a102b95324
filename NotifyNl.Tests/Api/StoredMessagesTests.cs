using NotifyNl.Data;
using NotifyNl.Sending;
using NotifyNl.Tests.Infrastructure;
using Npgsql;

namespace NotifyNl.Tests.Api;

/// <summary>The quick way to a message knows row-level security as the slow one does.</summary>
public sealed class StoredMessagesTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Find_IsOfTheServiceOnly_AndLeavesNoNameBehindOnTheConnection()
    {
        var (given, other) = (await Given.AsyncIn(postgres), await Given.AsyncIn(postgres));
        var batch = await given.QueuedBatchAsync(1);
        var id = await postgres.ReadAsync<Guid>("select id from notifications where batch_id = $1", batch);
        await using var database = WebDatabase.Open(postgres.Web);
        var messages = new StoredMessages(database, Given.Seal);

        // More than once: then the statements are prepared, and the connection has been another's.
        for (var time = 0; time < 4; time++)
        {
            var found = (await messages.FindAsync(given.ServiceId, id, default))!;
            Assert.Equal((id, "Sanne de Vries", Given.Content), (found.Row.Id, found.Row.MadeBy, found.Pinned.Text.Content));
            Assert.Null(await messages.FindAsync(other.ServiceId, id, default));
        }

        await using var connection = await database.OpenConnectionAsync();
        await using var bare = new NpgsqlCommand("select count(*) from notifications", connection);
        Assert.Equal(0L, await bare.ExecuteScalarAsync());
    }
}
