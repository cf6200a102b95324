namespace NotifyNl.Web;

/// <summary>What this node does. Setting <c>Roles</c>: <c>Web</c>, <c>Worker</c> or both (the default).</summary>
[Flags]
public enum NodeRoles
{
    /// <summary>Shows the portal.</summary>
    Web = 1,

    /// <summary>Sends, and receives receipts.</summary>
    Worker = 2,
}

public static class NodeRolesConfiguration
{
    /// <exception cref="InvalidOperationException">The setting names something else.</exception>
    public static NodeRoles NodeRoles(this IConfiguration configuration)
    {
        var text = configuration["Roles"];
        if (string.IsNullOrWhiteSpace(text))
            return Web.NodeRoles.Web | Web.NodeRoles.Worker;
        return Enum.TryParse<NodeRoles>(text, ignoreCase: true, out var roles) && roles != 0 && (roles & ~(Web.NodeRoles.Web | Web.NodeRoles.Worker)) == 0
            ? roles
            : throw new InvalidOperationException($"Roles is '{text}'; it must be Web, Worker, or 'Web, Worker'.");
    }
}
