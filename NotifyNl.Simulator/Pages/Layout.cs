using System.Globalization;
using System.Text;

namespace NotifyNl.Simulator.Pages;

/// <summary>What surrounds each page, and how dates and counts are written in it.</summary>
internal static class Layout
{
    public static readonly CultureInfo Dutch = CultureInfo.GetCultureInfo("nl-NL");

    private static readonly TimeZoneInfo Amsterdam = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");

    /// <param name="tab">The address of the tab that this page belongs to.</param>
    public static Task WriteAsync(HttpContext context, string title, string tab, Html body)
    {
        var page = Html.Of($"""
            <!doctype html>
            <html lang="nl">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>{title} - proefgateway Notify NL</title>
              <link rel="stylesheet" href="/assets/telefoon.css">
              <link rel="icon" href="data:,">
              <script src="/assets/verversen.js" defer></script>
            </head>
            <body>
              <a class="skip" href="#inhoud">Naar de inhoud</a>
              <header class="site">
                <p class="brand">Notify NL <span>proefgateway</span></p>
                <nav aria-label="Proefgateway">{Tab("/", "Telefoons", tab)}{Tab("/mail", "E-mail", tab)}</nav>
              </header>
              <main id="inhoud" tabindex="-1">{body}</main>
            </body>
            </html>
            """);
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(page.ToString(), Encoding.UTF8);
    }

    public static DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Amsterdam);

    public static string Time(DateTimeOffset at) => Local(at).ToString("HH:mm", Dutch);

    /// <returns>"Vandaag", "Gisteren" or "maandag 23 november".</returns>
    public static string Day(DateTimeOffset at)
    {
        var today = Local(DateTimeOffset.UtcNow).Date;
        var day = Local(at).Date;
        return day == today ? "Vandaag" : day == today.AddDays(-1) ? "Gisteren" : day.ToString("dddd d MMMM", Dutch);
    }

    public static Html Clock(DateTimeOffset at) => Html.Of($"""<time datetime="{at.ToString("O", CultureInfo.InvariantCulture)}">{Time(at)}</time>""");

    public static string Count(long count, string one, string more) => $"{count.ToString("N0", Dutch)} {(count == 1 ? one : more)}";

    private static Html Tab(string address, string name, string current) =>
        address == current ? Html.Of($"""<a href="{address}" aria-current="page">{name}</a>""") : Html.Of($"""<a href="{address}">{name}</a>""");
}
