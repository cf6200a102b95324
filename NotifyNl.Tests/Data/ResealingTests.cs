using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using NotifyNl.Data;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Data;

/// <summary>Keys rotate: a new one, everything sealed anew, the old one away, and all of it still reads.</summary>
public sealed class ResealingTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly string Old = Convert.ToBase64String(new byte[32]);
    private static readonly string New = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    [Fact]
    public async Task AfterARotation_TheOldKeyMayGo_AndAllStillReads()
    {
        var given = await Given.AsyncIn(postgres);
        var batch = await given.QueuedBatchAsync(700, number: place => $"+316{20_000_000 + place}");
        await postgres.ExecuteAsync("update upload_rows set cells = recipient, recipient_key = $2 where upload_id = $1 and row_number = 2", batch, Given.Seal.Key("+31620000000"));
        await postgres.ExecuteAsync("update users set mobile_number = $2 where id = $1", given.UserId, Given.Seal.Seal(given.UserId, "+31687654321"));
        await postgres.ExecuteAsync("insert into data_protection_keys (friendly_name, xml) values ('k', $1)", $"<key><sealed xmlns=\"\">{Convert.ToBase64String(Given.Seal.Seal(Guid.Empty, "<secret/>"))}</sealed></key>");

        var both = Seal(2, New, ("1", Old), ("2", New));
        var outcome = await new Resealing(both).RunAsync(postgres.Owner, default);
        Assert.Equal(700, outcome.Single(c => c is { Table: "notifications", Column: "recipient" }).Resealed);
        Assert.Equal(1, outcome.Single(c => c.Table == "data_protection_keys").Resealed);

        var only = Seal(2, New, ("2", New));
        Assert.Equal("+31620000699", only.Open(given.ServiceId, await postgres.ReadAsync<byte[]>("select recipient from notifications where batch_id = $1 and row_number = 701", batch)));
        Assert.Equal("+31687654321", only.Open(given.UserId, await postgres.ReadAsync<byte[]>("select mobile_number from users where id = $1", given.UserId)));
        // Numbers are found by the new hash key, which was not known when they were stored.
        Assert.Equal(1L, await postgres.ReadAsync<long>("select count(*) from upload_rows where upload_id = $1 and recipient_key = $2", batch, only.Key("+31620000000")));
        Assert.Equal(0L, await postgres.ReadAsync<long>("select count(*) from notifications where get_byte(recipient, 0) <> 2 or get_byte(personalisation, 0) <> 2"));

        // A second run finds nothing to do.
        Assert.DoesNotContain(await new Resealing(only).RunAsync(postgres.Owner, default), c => c.Resealed > 0);
    }

    [Fact]
    public void UntilThen_AnOldHashKeyStillFinds()
    {
        var seal = new PersonalDataSeal(Options.Create(new PersonalDataOptions { Keys = { ["1"] = Old }, CurrentKey = 1, HashKey = New, OldHashKeys = { ["1"] = Old } }));
        Assert.Equal([seal.Key("+31612345678"), Given.Seal.Key("+31612345678")], seal.Keys("+31612345678"));
    }

    [Fact]
    public void AnotherKey_OpensNothing()
    {
        var blob = Given.Seal.Seal(Guid.Empty, "+31612345678");
        Assert.ThrowsAny<CryptographicException>(() => Seal(1, New, ("1", New)).Open(Guid.Empty, blob));
        Assert.ThrowsAny<CryptographicException>(() => Given.Seal.Open(Guid.NewGuid(), blob));
    }

    private static PersonalDataSeal Seal(byte current, string hashKey, params (string Number, string Key)[] keys) => new(Options.Create(new PersonalDataOptions
    {
        Keys = keys.ToDictionary(k => k.Number, k => k.Key),
        CurrentKey = current,
        HashKey = hashKey,
    }));
}
