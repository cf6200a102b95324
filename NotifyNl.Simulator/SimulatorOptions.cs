using NotifyNl.Simulator.Control;

namespace NotifyNl.Simulator;

/// <summary>What is fixed while the stand-in runs: the section <c>Simulator</c>. The properties of <see cref="Behaviour"/> stand in the same section.</summary>
public sealed record SimulatorOptions
{
    public const string Section = "Simulator";

    /// <summary>On loopback; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>On loopback; 0 takes a free one, null receives no mail.</summary>
    public int? SmtpPort { get; init; }

    /// <summary>Where receipts of CM.com go, secret included. Without one there are none. <c>POST /control/cm</c> sets it later.</summary>
    public string? CmReceiptUrl { get; init; }

    /// <inheritdoc cref="CmReceiptUrl"/>
    public string? SpryngReceiptUrl { get; init; }

    /// <summary>Receipts under way at the same moment, over all gateways.</summary>
    public int ReceiptConnections { get; init; } = 32;

    /// <summary>The one product token, bearer token or password that is known; without one any will do, but not none.</summary>
    public string? Token { get; init; }

    /// <summary>The most messages CM.com takes in a request; more is refused with 203.</summary>
    public int MaxMessagesPerRequest { get; init; } = 1000;

    /// <summary>A file that gets one JSON line a request, before the request is answered.</summary>
    public string? RecordFile { get; init; }

    public Behaviour Behaviour { get; init; } = new();

    public static SimulatorOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var options = section.Get<SimulatorOptions>() ?? new();
        return options with { Behaviour = section.Get<Behaviour>() ?? new() };
    }
}
