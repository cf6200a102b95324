using System.Text;

namespace NotifyNl.Simulator.Mail;

/// <summary>One conversation by RFC 5321, with as much of it as a mail library needs.</summary>
internal sealed class SmtpSession : IDisposable
{
    private const int MaxSize = 1 << 20;

    private readonly Mailbox mailbox;
    private readonly StreamReader reader;
    private readonly StreamWriter writer;
    private readonly List<string> to = [];
    private string from = "";

    public SmtpSession(Stream stream, Mailbox mailbox)
    {
        this.mailbox = mailbox;
        // Latin-1 keeps each byte as one character; what they mean is for the reader of the message.
        reader = new StreamReader(stream, Encoding.Latin1);
        writer = new StreamWriter(stream, Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        await SayAsync("220 stand-in ready");
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            switch (Verb(line))
            {
                case "EHLO":
                    await SayAsync($"250-stand-in\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE {MaxSize}");
                    break;
                case "HELO" or "NOOP":
                    await SayAsync("250 OK");
                    break;
                case "RSET":
                    Forget();
                    await SayAsync("250 OK");
                    break;
                case "MAIL":
                    Forget();
                    from = Address(line);
                    await SayAsync("250 OK");
                    break;
                case "RCPT":
                    to.Add(Address(line));
                    await SayAsync("250 OK");
                    break;
                case "DATA" when to.Count == 0:
                    await SayAsync("503 Who is it for?");
                    break;
                case "DATA":
                    await SayAsync("354 End with a dot");
                    await TakeAsync(cancel);
                    break;
                case "QUIT":
                    await SayAsync("221 Bye");
                    return;
                default:
                    await SayAsync("502 Not known here");
                    break;
            }
        }
    }

    public void Dispose()
    {
        reader.Dispose();
        writer.Dispose();
    }

    private async Task TakeAsync(CancellationToken cancel)
    {
        var source = new StringBuilder();
        while (await reader.ReadLineAsync(cancel) is { } line and not ".")
        {
            if (source.Length <= MaxSize)
                source.Append(line.StartsWith('.') ? line[1..] : line).Append('\n');
        }

        if (source.Length > MaxSize)
        {
            await SayAsync("552 Too large");
            return;
        }

        mailbox.Add(from, [.. to], source.ToString());
        Forget();
        await SayAsync("250 OK");
    }

    private void Forget()
    {
        from = "";
        to.Clear();
    }

    private static string Verb(string line) => line.Split(' ', 2)[0].ToUpperInvariant();

    /// <summary>What stands between the angle brackets of <c>MAIL FROM:&lt;a@b&gt;</c>; with SMTPUTF8 it may be UTF-8.</summary>
    private static string Address(string line)
    {
        var (start, end) = (line.IndexOf('<', StringComparison.Ordinal), line.IndexOf('>', StringComparison.Ordinal));
        return start >= 0 && end > start ? Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(line[(start + 1)..end])) : "";
    }

    private Task SayAsync(string line) => writer.WriteLineAsync(line);
}
