using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace NotifyNl.Web.Security;

/// <summary>Passkeys belong to the address that people type (<c>PublicUrl</c>), whatever a request says about itself.</summary>
internal sealed class PasskeyOrigin(PublicAddress address) : IConfigureOptions<IdentityPasskeyOptions>
{
    public void Configure(IdentityPasskeyOptions options)
    {
        // Required: a passkey that asks for a finger or a code is two factors in one, and so enough by itself.
        options.UserVerificationRequirement = "required";
        options.ResidentKeyRequirement = "required";
        options.ServerDomain = address.Of("/").Host;
        options.ValidateOrigin = context => ValueTask.FromResult(
            !context.CrossOrigin && string.Equals(context.Origin, address.Of("/").GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase));
    }
}
