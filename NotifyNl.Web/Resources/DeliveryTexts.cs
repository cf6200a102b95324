namespace NotifyNl.Web.Resources;

/// <summary>The texts of the way of a message: its attempts, its receipts, the gateways.</summary>
public sealed class DeliveryTexts;
