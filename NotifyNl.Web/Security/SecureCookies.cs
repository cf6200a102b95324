namespace NotifyNl.Web.Security;

/// <summary>Names and marks of our cookies: on https only this very host can set them and only https carries them; plain names on http, in Development alone.</summary>
public sealed record SecureCookies(bool Https)
{
    public CookieSecurePolicy Policy => Https ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

    public string Name(string name) => Https ? $"__Host-{name}" : name;

    public CookieOptions Options(TimeSpan lifetime, SameSiteMode sameSite = SameSiteMode.Lax) =>
        new() { MaxAge = lifetime, HttpOnly = true, IsEssential = true, Path = "/", SameSite = sameSite, Secure = Https };

    public void Apply(CookieBuilder cookie, string name)
    {
        cookie.Name = Name(name);
        cookie.SecurePolicy = Policy;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.HttpOnly = true;
    }
}
