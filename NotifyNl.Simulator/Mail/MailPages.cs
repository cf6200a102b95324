using System.Globalization;
using System.Text.RegularExpressions;
using NotifyNl.Simulator.Pages;

namespace NotifyNl.Simulator.Mail;

/// <summary>What the portal mailed: a list, and each mail as its reader sees it.</summary>
internal static partial class MailPages
{
    public static void MapMail(this IEndpointRouteBuilder routes, Mailbox mailbox)
    {
        routes.MapGet("/mail", context => ListAsync(context, mailbox));
        routes.MapGet("/mail/{id:int}", context => MailAsync(context, mailbox));
        routes.MapGet("/record/mail", context => context.Response.WriteAsJsonAsync(mailbox.All()));
        routes.MapPost("/record/mail/clear", context =>
        {
            mailbox.Clear();
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
    }

    private static Task ListAsync(HttpContext context, Mailbox mailbox)
    {
        var mails = mailbox.All();
        var list = mails.Count == 0
            ? Html.Of($"""<p class="empty">Nog geen e-mail. Wat het portaal mailt, verschijnt hier vanzelf.</p>""")
            : Html.Of($"""<ul class="list">{Html.Join(mails.Select(Row))}</ul>""");
        return Layout.WriteAsync(context, "E-mail", "/mail", Html.Of($"""
            <div class="column">
              <h1>E-mail</h1>
              <p class="lead">Wat het portaal mailde. Er gaat niets naar een echte mailbox.</p>
              <div data-live="{(mails.Count > 0 ? mails[0].Id : 0)}">{list}</div>
            </div>
            """));
    }

    private static Html Row(ReceivedMail mail) => Html.Of($"""
        <li><a href="/mail/{mail.Id}">
          <span class="list-head"><strong>{mail.Subject}</strong> <span class="muted">{Layout.Day(mail.ReceivedAt)} {Layout.Clock(mail.ReceivedAt)}</span></span>
          <span class="list-text">{mail.Text}</span>
          <span class="muted">Aan {string.Join(", ", mail.To)}</span>
        </a></li>
        """);

    private static Task MailAsync(HttpContext context, Mailbox mailbox)
    {
        if (mailbox.Find(int.Parse((string)context.GetRouteValue("id")!, CultureInfo.InvariantCulture)) is not { } mail)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Layout.WriteAsync(context, "Geen e-mail", "/mail", Html.Of($"""<div class="column"><h1>Deze e-mail is er niet (meer)</h1><p><a href="/mail">Alle e-mail</a></p></div>"""));
        }

        return Layout.WriteAsync(context, mail.Subject, "/mail", Html.Of($"""
            <div class="column">
              <p class="back"><a href="/mail">Alle e-mail</a></p>
              <article class="mail">
                <h1>{mail.Subject}</h1>
                <dl><dt>Van</dt><dd>{mail.From}</dd><dt>Aan</dt><dd>{string.Join(", ", mail.To)}</dd><dt>Ontvangen</dt><dd>{Layout.Day(mail.ReceivedAt)} {Layout.Clock(mail.ReceivedAt)}</dd></dl>
                <div class="mail-text">{Linked(mail.Text)}</div>
              </article>
            </div>
            """));
    }

    /// <summary>The text with its web addresses as links: an invitation is there to be followed.</summary>
    private static Html Linked(string text)
    {
        var (pieces, end) = (new List<Html>(), 0);
        foreach (var address in Address().EnumerateMatches(text))
        {
            var url = text.Substring(address.Index, address.Length);
            pieces.Add(Html.Of($"""{text[end..address.Index]}<a href="{url}">{url}</a>"""));
            end = address.Index + address.Length;
        }

        pieces.Add(Html.Of($"{text[end..]}"));
        return Html.Join(pieces);
    }

    [GeneratedRegex(@"https?://[^\s<>""]*[^\s<>"".,;:!?)\]]")]
    private static partial Regex Address();
}
