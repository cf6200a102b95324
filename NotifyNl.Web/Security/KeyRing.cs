using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;
using NotifyNl.Data;

namespace NotifyNl.Web.Security;

/// <summary>
/// The keys of cookies and forms: in the database, shared by all nodes, and never in clear, so that who reads the database cannot sign in as anybody.
/// Encrypted by a certificate when one is configured (<c>KeyRing:Certificate</c>, a PKCS#12 file), else sealed by the key of personal data.
/// </summary>
internal static class KeyRing
{
    /// <exception cref="InvalidOperationException">A certificate cannot be read.</exception>
    public static void AddKeyRing(this IServiceCollection services, IConfiguration configuration)
    {
        var ring = services.AddDataProtection().PersistKeysToDbContext<NotifyDbContext>().SetApplicationName("notify-nl");
        if (configuration["KeyRing:Certificate"] is { Length: > 0 } file)
        {
            // After a new certificate the old one still opens what it closed.
            var old = configuration["KeyRing:OldCertificate"] is { Length: > 0 } oldFile ? [Load("KeyRing:OldCertificate", oldFile, configuration["KeyRing:OldPassword"])] : Array.Empty<X509Certificate2>();
            var certificate = Load("KeyRing:Certificate", file, configuration["KeyRing:Password"]);
            ring.ProtectKeysWithCertificate(certificate).UnprotectKeysWithAnyCertificate([certificate, .. old]);
            return;
        }

        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlEncryptor = new SealedXml(provider.GetRequiredService<PersonalDataSeal>())));
    }

    private static X509Certificate2 Load(string key, string file, string? password)
    {
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(file, password);
            return certificate.HasPrivateKey ? certificate : throw new InvalidOperationException($"{key} names {file}, which holds no private key.");
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{key} names {file}, which is no PKCS#12 file that its password opens: {e.Message}", e);
        }
    }
}

/// <summary>Closes a key of the ring with the key of personal data.</summary>
public sealed class SealedXml(PersonalDataSeal seal) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        ArgumentNullException.ThrowIfNull(plaintextElement);
        var sealedKey = seal.Seal(Guid.Empty, plaintextElement.ToString(SaveOptions.DisableFormatting));
        return new EncryptedXmlInfo(new XElement("sealed", Convert.ToBase64String(sealedKey)), typeof(SealedXmlReader));
    }
}

/// <summary>Opens it again; the framework makes it by its name in the stored key.</summary>
public sealed class SealedXmlReader(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        ArgumentNullException.ThrowIfNull(encryptedElement);
        return XElement.Parse(services.GetRequiredService<PersonalDataSeal>().Open(Guid.Empty, Convert.FromBase64String(encryptedElement.Value)));
    }
}
