using System.Net;
using System.Net.Sockets;

namespace NotifyNl.Simulator.Mail;

/// <summary>Takes all mail that is brought to its port on loopback, and delivers none.</summary>
internal sealed class SmtpSink : IDisposable
{
    private readonly Mailbox mailbox;
    private readonly TcpListener listener;

    public SmtpSink(Mailbox mailbox, int port)
    {
        this.mailbox = mailbox;
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
            _ = TalkAsync(await listener.AcceptTcpClientAsync(cancel), cancel);
    }

    public void Dispose() => listener.Dispose();

    private async Task TalkAsync(TcpClient client, CancellationToken cancel)
    {
        using (client)
        {
            try
            {
                using var session = new SmtpSession(client.GetStream(), mailbox);
                await session.RunAsync(cancel);
            }
            catch (Exception broken) when (broken is IOException or OperationCanceledException or SocketException)
            {
                // Who hangs up in the middle has sent nothing.
            }
        }
    }
}
