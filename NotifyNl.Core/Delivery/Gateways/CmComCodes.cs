using System.Globalization;

namespace NotifyNl.Delivery.Gateways;

/// <summary>How CM.com's error codes steer a call; what they mean to a message is in <see cref="GatewayCodes"/>.</summary>
internal static class CmComCodes
{
    /// <summary>Authentication failed, balance too low, wrong key: about our account, not about any message.</summary>
    public static bool ConcernsAccount(int code) => Becomes(code) == "account";

    /// <summary>The call could not be read; which message is to blame, it does not say.</summary>
    public static bool ConcernsWholeCall(int code) => Becomes(code) == "call";

    /// <summary>About a sender, a number or a text; without a list of messages it does not say whose.</summary>
    public static bool ConcernsOneMessage(int code) => Becomes(code) is "refused" or "failed";

    public static Outcome OutcomeOf(Guid id, int code) => GatewayCodes.Submit(id, GatewayKind.CmCom, code.ToString(CultureInfo.InvariantCulture));

    private static string? Becomes(int code) => GatewayCodes.Find(GatewayKind.CmCom, code.ToString(CultureInfo.InvariantCulture))?.Becomes;
}
