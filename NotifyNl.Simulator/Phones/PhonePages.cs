using NotifyNl.Simulator.Pages;
using NotifyNl.Simulator.Record;

namespace NotifyNl.Simulator.Phones;

/// <summary>The telephones: a list, and the screen of each.</summary>
internal static class PhonePages
{
    private const int PhonesShown = 100;
    private const int MessagesShown = 200;

    public static void MapPhones(this IEndpointRouteBuilder routes, Ledger ledger)
    {
        routes.MapGet("/", context => ListAsync(context, ledger));
        routes.MapGet("/phones/{number}", context => ScreenAsync(context, ledger));
    }

    private static Task ListAsync(HttpContext context, Ledger ledger)
    {
        var typed = context.Request.Query["nummer"].ToString().Trim();
        var version = ledger.Version;
        var phones = ledger.Phones(PhoneNumber.Digits(typed), PhonesShown);
        return Layout.WriteAsync(context, "Telefoons", "/", Html.Of($"""
            <div class="column">
              <h1>Telefoons</h1>
              <p class="lead">Elk nummer dat een sms van de proefgateway kreeg. Er gaat niets naar een echte telefoon.</p>
              <form class="search" role="search">
                <label for="nummer">Zoek een nummer</label>
                <div class="search-row">
                  <input id="nummer" name="nummer" type="search" inputmode="tel" autocomplete="off" value="{typed}">
                  <button>Zoek</button>
                </div>
              </form>
              <div data-live="{version}">{List(phones, typed)}</div>
            </div>
            """));
    }

    private static Html List(IReadOnlyList<Phone> phones, string typed)
    {
        if (phones.Count == 0)
            return typed.Length == 0
                ? Html.Of($"""<p class="empty">Nog geen berichten. Verstuur iets in het portaal en het verschijnt hier vanzelf.</p>""")
                : Html.Of($"""<p class="empty">Geen nummer met {typed} kreeg een bericht.</p>""");
        return Html.Of($"""<ul class="list">{Html.Join(phones.Select(Row))}</ul>""");
    }

    private static Html Row(Phone phone) => Html.Of($"""
        <li><a href="/phones/{phone.Number}">
          <span class="list-head"><strong>{PhoneNumber.Display(phone.Number)}</strong> <span class="muted">{Layout.Day(phone.Last.ReceivedAt)} {Layout.Clock(phone.Last.ReceivedAt)}</span></span>
          <span class="list-text">{phone.Last.Sender}: {phone.Last.Text}</span>
          <span class="muted">{Layout.Count(phone.Messages, "bericht", "berichten")}</span>
        </a></li>
        """);

    private static Task ScreenAsync(HttpContext context, Ledger ledger)
    {
        var number = PhoneNumber.Digits((string)context.GetRouteValue("number")!);
        if (number.Length == 0)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Layout.WriteAsync(context, "Geen nummer", "/", Html.Of($"""<div class="column"><h1>Dit is geen telefoonnummer</h1><p><a href="/">Alle telefoons</a></p></div>"""));
        }

        var messages = ledger.Messages(number, MessagesShown);
        var name = PhoneNumber.Display(number);
        return Layout.WriteAsync(context, "Telefoon " + name, "/", Html.Of($"""
            <div class="desk">
              <p class="back"><a href="/">Alle telefoons</a></p>
              <h1>{name}</h1>
              <div class="phone">
                <div data-live="{(messages.Count > 0 ? messages[^1].ReceivedAt.UtcTicks : 0)}">{PhoneScreen.Of(messages)}</div>
              </div>
            </div>
            """));
    }
}
