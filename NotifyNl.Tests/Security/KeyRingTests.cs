using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Data;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Web.Security;

namespace NotifyNl.Tests.Security;

/// <summary>The keys of cookies and forms under a certificate of the installation: whoever has the database and not the certificate, has nothing.</summary>
public sealed class KeyRingTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IDisposable
{
    private const string Password = "een-wachtwoord";

    private readonly string folder = Directory.CreateTempSubdirectory("notify-ring-").FullName;

    [Fact]
    public async Task ACertificate_ClosesTheRing_AndOnlyNodesThatHaveItRead()
    {
        var (certificate, later) = (Certificate("een"), Certificate("twee"));
        await using var one = Node(("KeyRing:Certificate", certificate), ("KeyRing:Password", Password));
        var cookie = Protector(one).Protect("sanne");

        var ring = await postgres.ReadAsync<string>("select string_agg(xml, '') from data_protection_keys");
        Assert.Contains("<EncryptedData", ring, StringComparison.Ordinal);
        Assert.DoesNotContain("<sealed", ring, StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey", ring, StringComparison.Ordinal);

        await using var other = Node(("KeyRing:Certificate", certificate), ("KeyRing:Password", Password));
        Assert.Equal("sanne", Protector(other).Unprotect(cookie));
        await using var renewed = Node(("KeyRing:Certificate", later), ("KeyRing:Password", Password), ("KeyRing:OldCertificate", certificate), ("KeyRing:OldPassword", Password));
        Assert.Equal("sanne", Protector(renewed).Unprotect(cookie));

        await using var without = Node();
        Assert.ThrowsAny<CryptographicException>(() => Protector(without).Unprotect(cookie));
        await using var wrong = Node(("KeyRing:Certificate", later), ("KeyRing:Password", Password));
        Assert.ThrowsAny<CryptographicException>(() => Protector(wrong).Unprotect(cookie));
    }

    [Fact]
    public void ACertificateThatCannotBeRead_StopsTheStart_AndIsNamed()
    {
        foreach (var (file, password) in new[] { (Certificate("goed"), "een ander wachtwoord"), (Path.Combine(folder, "weg.p12"), Password) })
            Assert.Contains($"KeyRing:Certificate names {file}", Assert.Throws<InvalidOperationException>(() => Node(("KeyRing:Certificate", file), ("KeyRing:Password", password))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static IDataProtector Protector(IServiceProvider node) => node.GetRequiredService<IDataProtectionProvider>().CreateProtector("a test");

    private ServiceProvider Node(params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton(Given.Seal).AddDbContext<NotifyDbContext>(options => options.UseNotifyDb(postgres.Web));
        services.AddKeyRing(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build());
        return services.BuildServiceProvider();
    }

    private string Certificate(string name)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));
        var file = Path.Combine(folder, name + ".p12");
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pkcs12, Password));
        return file;
    }
}
