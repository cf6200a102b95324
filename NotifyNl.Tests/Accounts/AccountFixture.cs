using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NotifyNl.Accounts;
using NotifyNl.Data;
using NotifyNl.Services;
using NotifyNl.Tests.Infrastructure;
using Npgsql;

namespace NotifyNl.Tests.Accounts;

/// <summary>The rules of accounts on a real database, with a clock that the test holds.</summary>
public sealed class AccountFixture(PostgresServer server) : IAsyncLifetime
{
    private ServiceProvider services = null!;

    public PostgresFixture Postgres { get; } = new(server);

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public async ValueTask InitializeAsync()
    {
        await Postgres.InitializeAsync();
        services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Clock).AddSingleton(Given.Seal).AddScoped<CurrentService>()
            .AddDbContext<NotifyDbContext>((provider, options) => options.UseNotifyDb(Postgres.Web).AddInterceptors(new TenantInterceptor(provider.GetRequiredService<CurrentService>())))
            .AddScoped<SignInTries>().AddScoped<CodeApp>().AddScoped<SmsCodes>().AddScoped<RecoveryCodes>().AddScoped<SecondFactors>().AddScoped<Sessions>().AddScoped<Invitations>().AddScoped<NotifyNl.Audit.AuditLog>().AddScoped<AccountLinks>().AddScoped<EmailChange>().AddScoped<RecoveryDesk>()
            .BuildServiceProvider(validateScopes: true);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Postgres.DisposeAsync();
    }

    public async Task<T> InAsync<TService, T>(Func<TService, Task<T>> act)
        where TService : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async Task<T> InAsync<TOne, TTwo, TThree, T>(Func<TOne, TTwo, TThree, Task<T>> act)
        where TOne : notnull
        where TTwo : notnull
        where TThree : notnull
    {
        await using var scope = services.CreateAsyncScope();
        var provider = scope.ServiceProvider;
        return await act(provider.GetRequiredService<TOne>(), provider.GetRequiredService<TTwo>(), provider.GetRequiredService<TThree>());
    }

    public async Task<User> UserAsync(byte[]? appKey = null, string? mobile = null, bool platformAdmin = false)
    {
        var id = Guid.CreateVersion7();
        var user = new User
        {
            Id = id,
            Name = "Sanne de Vries",
            UserName = $"{id:N}@voorbeeld.nl",
            NormalizedUserName = $"{id:N}@voorbeeld.nl".ToUpperInvariant(),
            Email = $"{id:N}@voorbeeld.nl",
            NormalizedEmail = $"{id:N}@voorbeeld.nl".ToUpperInvariant(),
            SecurityStamp = Guid.NewGuid().ToString("N"),
            IsPlatformAdmin = platformAdmin,
            AuthenticatorKey = appKey is null ? null : Given.Seal.Seal(id, appKey),
            MobileNumber = mobile is null ? null : Given.Seal.Seal(id, mobile),
            MobileConfirmedAt = mobile is null ? null : Clock.GetUtcNow(),
            CreatedAt = Clock.GetUtcNow(),
        };
        await using var db = Postgres.Open();
        db.Add(user);
        await db.SaveChangesAsync();
        return user;
    }

    /// <summary>The code in the newest security message to a number, as the gateway would send it.</summary>
    public async Task<string> SentCodeAsync(string e164)
    {
        var sealedValues = await Postgres.ReadAsync<byte[]>(
            "select personalisation from notifications where service_id = $1 and recipient_key = $2 order by id desc limit 1", PlatformDienst.Id, Given.Seal.Key(e164));
        return NotifyNl.Sending.Values.FromJson(Given.Seal.OpenBytes(PlatformDienst.Id, sealedValues))[0]!;
    }
}
