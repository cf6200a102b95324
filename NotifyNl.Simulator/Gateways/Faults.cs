using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using NotifyNl.Simulator.Control;

namespace NotifyNl.Simulator.Gateways;

/// <summary>How an answer goes wrong on its way out.</summary>
internal static class Faults
{
    private static readonly byte[][] Garbage =
    [
        "<!doctype html><title>Welcome to nginx!</title><h1>It works</h1>"u8.ToArray(),
        [],
        """{"errorCode":"none","messages":[{"reference":NaN,"parts":"two","messageErrorCode":null}]}"""u8.ToArray(),
        [.. "{\"details\":\""u8, 0xC3, 0x28, 0xFF, 0xFE, .. "\"}"u8],
        Encoding.ASCII.GetBytes(new string(' ', 10 << 20)),
    ];

    /// <summary>A fault that leaves nothing accepted.</summary>
    public static Task RefuseAsync(HttpContext context, RequestFault fault, Behaviour behaviour)
    {
        switch (fault)
        {
            case RequestFault.ResetBefore:
                Reset(context);
                return Task.CompletedTask;
            case RequestFault.TooManyRequests:
                if (behaviour.RetryAfter > TimeSpan.Zero)
                    context.Response.Headers.RetryAfter = ((int)Math.Ceiling(behaviour.RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return WriteAsync(context, new Answer(StatusCodes.Status429TooManyRequests, Answer.Text, "Too many requests"u8.ToArray()));
            default:
                return WriteAsync(context, new Answer(StatusCodes.Status500InternalServerError, Answer.Text, "Internal error"u8.ToArray()));
        }
    }

    /// <summary>The answer, whole or harmed by a fault that came after the accept.</summary>
    public static Task AnswerAsync(HttpContext context, Answer answer, RequestFault fault, GatewayControl control)
    {
        switch (fault)
        {
            case RequestFault.ResetAfter:
                Reset(context);
                return Task.CompletedTask;
            case RequestFault.ResetInAnswer:
                return ResetHalfWayAsync(context, answer);
            case RequestFault.Garbage:
                return WriteAsync(context, answer with { Status = StatusCodes.Status200OK, Body = Garbage[control.NextGarbage(Garbage.Length)] });
            case RequestFault.TruncatedJson:
                return WriteAsync(context, answer with { Body = answer.Body[..(answer.Body.Length / 2)] });
            case RequestFault.SlowDrip:
                return DripAsync(context, answer, control.Behaviour.DripPause);
            default:
                return WriteAsync(context, answer);
        }
    }

    private static Task WriteAsync(HttpContext context, Answer answer)
    {
        Begin(context, answer);
        return context.Response.Body.WriteAsync(answer.Body).AsTask();
    }

    private static void Begin(HttpContext context, Answer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = answer.Body.Length;
    }

    private static async Task DripAsync(HttpContext context, Answer answer, TimeSpan pause)
    {
        Begin(context, answer);
        foreach (var drop in answer.Body.Chunk(16))
        {
            await context.Response.Body.WriteAsync(drop);
            await context.Response.Body.FlushAsync();
            await Task.Delay(pause, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (context.RequestAborted.IsCancellationRequested)
                return;
        }
    }

    private static async Task ResetHalfWayAsync(HttpContext context, Answer answer)
    {
        Begin(context, answer);
        await context.Response.Body.WriteAsync(answer.Body.AsMemory(0, answer.Body.Length / 2));
        await context.Response.Body.FlushAsync();
        Reset(context);
    }

    /// <summary>Lingering for no time at all makes the close a TCP reset, not an orderly end.</summary>
    private static void Reset(HttpContext context)
    {
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        context.Abort();
    }
}
