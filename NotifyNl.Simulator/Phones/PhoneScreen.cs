using NotifyNl.Simulator.Pages;
using NotifyNl.Simulator.Record;

namespace NotifyNl.Simulator.Phones;

/// <summary>The inside of a telephone: messages as its owner sees them, letter for letter.</summary>
internal static class PhoneScreen
{
    public static Html Of(IReadOnlyList<ReceivedMessage> messages) => Html.Of($"""
        <div class="status" aria-hidden="true"><span>{Layout.Time(DateTimeOffset.UtcNow)}</span><span class="island"></span><span class="signs"><i></i><i></i><i></i><b></b></span></div>
        {Head(messages.Count > 0 ? messages[^1] : null)}
        <div class="screen" role="log" aria-label="Ontvangen berichten" tabindex="0"><div class="thread">{Thread(messages)}</div></div>
        <p class="reply">Op deze berichten kunt u niet antwoorden</p>
        """);

    private static Html Head(ReceivedMessage? last) => last is null
        ? Html.Of($"""<div class="contact"><span class="face" aria-hidden="true">?</span><p>Berichten</p></div>""")
        : Html.Of($"""<div class="contact"><span class="face" aria-hidden="true">{Initial(last.Sender)}</span><p>{last.Sender}</p></div>""");

    private static Html Thread(IReadOnlyList<ReceivedMessage> messages)
    {
        if (messages.Count == 0)
            return Html.Of($"""<p class="empty">Nog geen berichten op dit nummer.</p>""");

        var several = messages.DistinctBy(message => message.Sender).Skip(1).Any();
        var pieces = new List<Html>();
        for (var i = 0; i < messages.Count; i++)
        {
            var (message, before) = (messages[i], i > 0 ? messages[i - 1] : null);
            if (before is null || Layout.Day(before.ReceivedAt) != Layout.Day(message.ReceivedAt))
                pieces.Add(Html.Of($"""<h2 class="day">{Layout.Day(message.ReceivedAt)}</h2>"""));
            if (several && before?.Sender != message.Sender)
                pieces.Add(Html.Of($"""<p class="sender">{message.Sender}</p>"""));
            pieces.Add(Bubble(message));
        }

        return Html.Join(pieces);
    }

    /// <remarks>No white space between the tags and the text: what stands in the paragraph is the message and nothing else.</remarks>
    private static Html Bubble(ReceivedMessage message) => Html.Of($"""
        <article class="bubble" aria-label="Bericht van {message.Sender}"><p class="text">{message.Text}</p></article>
        <p class="meta">{Layout.Clock(message.ReceivedAt)} · {Layout.Count(message.Parts, "sms-deel", "sms-delen")}</p>
        """);

    private static string Initial(string sender) => sender.Length > 0 && char.IsLetter(sender[0]) ? sender[..1].ToUpper(Layout.Dutch) : "#";
}
