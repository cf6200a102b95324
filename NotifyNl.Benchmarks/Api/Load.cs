using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NotifyNl.Benchmarks.Delivery;

namespace NotifyNl.Benchmarks.Api;

/// <param name="Answers">With a 2xx.</param>
internal sealed record LoadFigure(long Answers, double Seconds, IReadOnlyList<double> Milliseconds, long Failures, string? FirstFailure)
{
    public double PerSecond => Answers / Seconds;

    public double At(double percent) => Percentiles.At(Milliseconds, percent);
}

/// <summary>Calls over plain sockets, one at a time on each connection: an HTTP client would cost more than what it measures.</summary>
internal static class Load
{
    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();

    /// <param name="request">Made anew each second for each connection, so that its token is fresh.</param>
    /// <param name="perSecond">Calls a second over all connections, on a fixed plan: a late answer does not delay the next call's own clock. Null for as fast as it goes.</param>
    public static async Task<LoadFigure> RunAsync(Uri address, int connections, TimeSpan length, Func<byte[]> request, int? perSecond)
    {
        var clock = Stopwatch.StartNew();
        var callers = await Task.WhenAll(Enumerable.Range(0, connections).Select(place => Task.Run(() => CallAsync(address, clock, length, request, perSecond is { } rate ? (place, connections, rate) : null))));
        var seconds = clock.Elapsed.TotalSeconds;
        return new LoadFigure(
            callers.Sum(c => c.Answers), seconds, [.. callers.SelectMany(c => c.Milliseconds)], callers.Sum(c => c.Failures), callers.Select(c => c.FirstFailure).FirstOrDefault(f => f is not null));
    }

    private static async Task<Caller> CallAsync(Uri address, Stopwatch clock, TimeSpan length, Func<byte[]> request, (int Place, int Of, int Rate)? plan)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        var caller = new Caller();
        var (bytes, made) = (request(), clock.Elapsed);
        var buffer = new byte[16384];
        for (var call = 0; clock.Elapsed < length; call++)
        {
            if (clock.Elapsed - made > TimeSpan.FromSeconds(1))
                (bytes, made) = (request(), clock.Elapsed);
            var due = clock.Elapsed;
            if (plan is { } p)
            {
                due = TimeSpan.FromSeconds((p.Place + ((double)call * p.Of)) / p.Rate);
                if (due >= length)
                    break;
                if (due - clock.Elapsed is { Ticks: > 0 } wait)
                    await Task.Delay(wait);
            }

            await socket.SendAsync(bytes);
            var (status, text) = await AnswerAsync(socket, buffer);
            caller.Milliseconds.Add((clock.Elapsed - due).TotalMilliseconds);
            if (status is >= 200 and < 300)
                caller.Answers++;
            else if (caller.Failures++ == 0)
                caller.FirstFailure = text;
        }

        return caller;
    }

    private static async Task<(int Status, string? Failure)> AnswerAsync(Socket socket, byte[] buffer)
    {
        var filled = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled));
            if (read == 0)
                return (0, "connection closed");
            filled += read;
            var head = buffer.AsSpan(0, filled).IndexOf(HeadEnd);
            if (head < 0 || !IsWhole(buffer.AsSpan(0, head), buffer.AsSpan(head + 4, filled - head - 4)))
                continue;
            return Utf8Parser.TryParse(buffer.AsSpan(9, 3), out int status, out _) && status is >= 200 and < 300
                ? (status, null)
                : (status, Encoding.UTF8.GetString(buffer, 0, filled));
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        var at = head.IndexOf("Content-Length: "u8);
        if (at >= 0)
            return Utf8Parser.TryParse(head[(at + 16)..], out int length, out _) && body.Length >= length;
        return head.IndexOf("Transfer-Encoding: chunked"u8) < 0 || body.EndsWith("0\r\n\r\n"u8);
    }

    private sealed class Caller
    {
        public long Answers { get; set; }

        public long Failures { get; set; }

        public string? FirstFailure { get; set; }

        public List<double> Milliseconds { get; } = new(100_000);
    }
}
