namespace NotifyNl.Simulator.Gateways;

internal static class GatewayEndpoints
{
    private static readonly string[] GetAndPost = [HttpMethods.Get, HttpMethods.Post];

    public static void MapGateways(this IEndpointRouteBuilder routes, Switchboard switchboard, IEnumerable<IGatewayProtocol> protocols)
    {
        foreach (var protocol in protocols)
        {
            var (path, methods) = protocol.Gateway switch
            {
                GatewayName.Cm => ("/cm/v1.0/message", [HttpMethods.Post]),
                GatewayName.Spryng => ("/spryng/v1/messages", [HttpMethods.Post]),
                _ => ("/kannel/cgi-bin/sendsms", GetAndPost),
            };
            routes.MapMethods(path, methods, context => switchboard.HandleAsync(context, protocol));
        }
    }
}
