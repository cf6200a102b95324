namespace NotifyNl.Simulator.Mail;

/// <summary>A mail as somebody would read it.</summary>
public sealed record ReceivedMail(int Id, string From, IReadOnlyList<string> To, string Subject, string Text, string Html, DateTimeOffset ReceivedAt);

/// <summary>The last mails that came in.</summary>
public sealed class Mailbox
{
    private const int Kept = 500;

    private readonly Lock gate = new();
    private readonly Queue<ReceivedMail> mails = [];
    private int last;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ReceivedMail> All()
    {
        lock (gate)
            return [.. mails.Reverse()];
    }

    public ReceivedMail? Find(int id)
    {
        lock (gate)
            return mails.FirstOrDefault(mail => mail.Id == id);
    }

    public void Clear()
    {
        lock (gate)
            mails.Clear();
    }

    /// <param name="source">The message as it came over the line, one character a byte.</param>
    internal void Add(string from, IReadOnlyList<string> to, string source)
    {
        var message = MimeMessage.Parse(source);
        lock (gate)
        {
            if (mails.Count == Kept)
                mails.Dequeue();
            mails.Enqueue(new ReceivedMail(++last, from, to, message.Subject, message.Text, message.Html, DateTimeOffset.UtcNow));
        }
    }
}
