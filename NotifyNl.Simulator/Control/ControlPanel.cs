using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NotifyNl.Simulator.Gateways;

namespace NotifyNl.Simulator.Control;

/// <summary>How each gateway behaves now. Whoever holds a <see cref="GatewayControl"/> keeps it for the whole of his request.</summary>
public sealed class ControlPanel
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    private readonly Dictionary<GatewayName, Behaviour> first;
    private readonly GatewayControl[] now;

    internal ControlPanel(SimulatorOptions options)
    {
        first = new()
        {
            [GatewayName.Cm] = options.Behaviour with { ReceiptUrl = options.CmReceiptUrl ?? options.Behaviour.ReceiptUrl },
            [GatewayName.Spryng] = options.Behaviour with { ReceiptUrl = options.SpryngReceiptUrl ?? options.Behaviour.ReceiptUrl },
            [GatewayName.Kannel] = options.Behaviour,
        };
        now = [.. Enum.GetValues<GatewayName>().Select(gateway => new GatewayControl(first[gateway]))];
    }

    internal GatewayControl this[GatewayName gateway] => Volatile.Read(ref now[(int)gateway]);

    public Behaviour Of(GatewayName gateway) => this[gateway].Behaviour;

    /// <summary>Changes one gateway, or all of them; counting of rates starts anew.</summary>
    public void Change(Func<Behaviour, Behaviour> change, GatewayName? only = null)
    {
        foreach (var gateway in Enum.GetValues<GatewayName>().Where(gateway => only is null || only == gateway))
            Volatile.Write(ref now[(int)gateway], new GatewayControl(change(Of(gateway))));
    }

    /// <summary>Back to how it was started.</summary>
    public void Reset()
    {
        foreach (var gateway in Enum.GetValues<GatewayName>())
            Change(_ => first[gateway], gateway);
    }

    /// <summary>Sets the properties that the object names and leaves the others as they are, or as they were at the start.</summary>
    /// <exception cref="JsonException">It names a property that does not exist, or gives it a value of the wrong kind.</exception>
    internal void Change(JsonObject named, GatewayName? only, bool afresh)
    {
        foreach (var gateway in Enum.GetValues<GatewayName>().Where(gateway => only is null || only == gateway))
            Change(now => With(afresh ? first[gateway] : now, named), gateway);
    }

    private static Behaviour With(Behaviour behaviour, JsonObject named)
    {
        var all = JsonSerializer.SerializeToNode(behaviour, Json)!.AsObject();
        foreach (var (name, value) in named)
            all[JsonNamingPolicy.CamelCase.ConvertName(name)] = value?.DeepClone();
        return all.Deserialize<Behaviour>(Json)!;
    }
}
