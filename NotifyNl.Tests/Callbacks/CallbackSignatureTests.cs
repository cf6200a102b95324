using System.Text;
using NotifyNl.Callbacks;

namespace NotifyNl.Tests.Callbacks;

public sealed class CallbackSignatureTests
{
    /// <summary>The example of the Standard Webhooks reference libraries.</summary>
    [Fact]
    public void Sign_ExampleOfTheStandard_IsTheirs() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        CallbackSignature.Sign(
            ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], "msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), Encoding.UTF8.GetBytes("{\"test\": 2432232314}")));

    [Fact]
    public void NewSecret_Is256BitsAndNeverTheSame()
    {
        var (one, two) = (CallbackSignature.NewSecret(), CallbackSignature.NewSecret());
        Assert.NotEqual(one, two);
        Assert.Equal(32, Convert.FromBase64String(one["whsec_".Length..]).Length);
    }
}
