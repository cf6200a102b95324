using NotifyNl.Data;

namespace NotifyNl.Callbacks;

/// <summary>A receiver's settings, opened for a call.</summary>
/// <param name="Secrets">The current one first; during a change the old one as well.</param>
public sealed record CallbackReceiver(Guid ServiceId, CallbackKind Kind, Uri Url, string Token, IReadOnlyList<string> Secrets, bool CloudEvents)
{
    /// <exception cref="System.Security.Cryptography.CryptographicException">The key is not configured any more.</exception>
    public static CallbackReceiver Open(Callback callback, PersonalDataSeal seal, DateTimeOffset now)
    {
        string[] secrets = callback.OldSecret is { } old && callback.OldSecretUntil > now
            ? [Text(callback.Secret), Text(old)]
            : [Text(callback.Secret)];
        return new(callback.ServiceId, callback.Kind, new Uri(Text(callback.Url)), Text(callback.Token), secrets, callback.CloudEvents);

        string Text(byte[] sealedText) => seal.Open(callback.ServiceId, sealedText);
    }
}
