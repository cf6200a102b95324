using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace NotifyNl.Web;

/// <summary>Dutch unless the visitor chose English by the link at the foot of the page; a browser's own language says little about a civil servant's.</summary>
public static class Languages
{
    public static readonly string[] Supported = ["nl-NL", "en-GB"];

    /// <summary>Whether this visitor reads Dutch.</summary>
    public static bool Dutch => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "nl";

    public static IServiceCollection AddLanguages(this IServiceCollection services)
    {
        services.AddLocalization();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.SetDefaultCulture(Supported[0]).AddSupportedCultures(Supported).AddSupportedUICultures(Supported);
            options.RequestCultureProviders = [new CookieRequestCultureProvider()];
        });
        return services;
    }
}
